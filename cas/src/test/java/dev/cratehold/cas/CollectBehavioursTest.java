package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.HELLO_SHA512;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.append;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.contents;
import static dev.cratehold.cas.Samples.entry;
import static dev.cratehold.cas.Samples.file;
import static dev.cratehold.cas.Samples.lines;
import static dev.cratehold.cas.Samples.sha256;
import static dev.cratehold.cas.Samples.temporaries;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behaviours 66 to 75: what npm calls `verify`, with npm's numbers. Each is looked at by
/// [Cache#verify] first, which says the same and changes nothing.
final class CollectBehavioursTest {
  private static final CollectOptions AT_ONCE = CollectOptions.DEFAULT.withGrace(Duration.ZERO);

  @TempDir Path temporary;
  private Path root;
  private Cache cache;

  /// npm's numbers.
  private record Stats(
      long verifiedContent,
      long reclaimedCount,
      long reclaimedSize,
      long badContentCount,
      long keptSize,
      long missingContent,
      long rejectedEntries,
      long totalEntries) {
    static Stats of(VerificationReport report) {
      return new Stats(
          report.verifiedContent(),
          report.reclaimedCount(),
          report.reclaimedSize(),
          report.badContentCount(),
          report.keptSize(),
          report.missingContent(),
          report.rejectedEntries(),
          report.totalEntries());
    }
  }

  @BeforeEach
  void openCache() {
    root = temporary.resolve("cache");
    cache = cache(root, Layout.NPM);
  }

  /// Verifies, which must change nothing, then collects, which must give the same numbers.
  private Stats collect() throws IOException {
    Map<Path, Object> before = snapshot();
    Stats verified = Stats.of(cache.verify());
    assertThat(snapshot()).isEqualTo(before);
    Stats collected = Stats.of(cache.collect(AT_ONCE));
    assertThat(collected).isEqualTo(verified);
    assertThat(Stats.of(cache.collect(AT_ONCE)))
        .isEqualTo(
            new Stats(
                verified.verifiedContent(),
                0,
                0,
                0,
                verified.keptSize(),
                0,
                0,
                verified.totalEntries()));
    return collected;
  }

  private Map<Path, Object> snapshot() throws IOException {
    Map<Path, Object> files = new HashMap<>();
    if (Files.exists(root)) {
      try (Stream<Path> found = Files.walk(root)) {
        for (Path file : found.toList()) {
          files.put(
              file,
              Files.readAttributes(
                  file, "unix:ino,mode,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS));
        }
      }
    }
    return files;
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  @Behaviour(66)
  void collect_damagedAndShadowedLines_dropsThem() throws IOException {
    cache.put("key", text("earlier"));
    cache.put("key", HELLO);
    append(cache, "key", text("\nwhat is no line"));
    append(cache, "key", text("\n0123456789\t{\"key\":\"key\""));

    Stats stats = collect();

    assertThat(stats).isEqualTo(new Stats(1, 1, 7, 0, 11, 0, 0, 1));
    assertThat(lines(cache, "key")).hasSize(1);
    assertThat(cache.get("key")).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(66)
  void verify_damagedLines_reportsThem() throws IOException {
    cache.put("key", HELLO);
    append(cache, "key", text("\nwhat is no line\n\nnor this"));

    VerificationReport report = cache.verify();

    assertThat(report.findings())
        .containsExactly(new Finding.DamagedLines(Samples.bucket(cache, "key"), 2));
    assertThat(report.isSound()).isTrue();
  }

  @Test
  @Behaviour(67)
  void collect_entriesThatAreNotWanted_removesAndCountsThem() throws IOException {
    cache.put("keep", HELLO);
    cache.put("keep too", HELLO);
    cache.put("drop", text("unwanted"));

    Stats stats =
        Stats.of(cache.collect(AT_ONCE.withKeep(entry -> entry.key().startsWith("keep"))));

    assertThat(stats).isEqualTo(new Stats(1, 1, 8, 0, 11, 0, 1, 2));
    assertThat(cache.index().list())
        .extracting(IndexEntry::key)
        .containsExactlyInAnyOrder("keep", "keep too");
    assertThat(contents(root)).hasSize(1);
  }

  @Test
  @Behaviour(68)
  void collect_truncatedContent_removesItAndItsEntry() throws IOException {
    cache.put("key", HELLO);
    Files.write(file(cache, HELLO_SHA512), text("hello worl"));

    assertThat(collect()).isEqualTo(new Stats(0, 1, 10, 1, 0, 1, 1, 0));
    assertThat(contents(root)).isEmpty();
    assertThat(cache.find("key")).isEmpty();
  }

  @Test
  @Behaviour(68)
  void collect_contentThatIsNoFile_removesItAndItsEntry() throws IOException {
    cache.put("key", HELLO);
    cache.put("other", text("other"));
    Files.delete(file(cache, HELLO_SHA512));
    Files.createDirectories(file(cache, HELLO_SHA512).resolve("junk"));
    Path dangling = cache.blob("other").path();
    Files.delete(dangling);
    Files.createSymbolicLink(dangling, root.resolve("nowhere"));

    assertThat(collect()).isEqualTo(new Stats(0, 2, 0, 2, 0, 2, 2, 0));
    assertThat(contents(root)).isEmpty();
  }

  @Test
  @Behaviour(69)
  void collect_contentThatNobodyHas_removesIt() throws IOException {
    cache.put("key", HELLO);
    cache.put("overwritten", text("1"));
    cache.put("overwritten", text("22"));
    cache.put("removed", text("333"));
    cache.remove("removed");
    cache.put(text("4444"), PutOptions.DEFAULT);

    assertThat(collect()).isEqualTo(new Stats(2, 3, 8, 0, 13, 0, 0, 2));
    assertThat(contents(root)).hasSize(2);
    assertThat(Samples.bucket(cache, "removed")).doesNotExist();
  }

  @Test
  @Behaviour(69)
  void collect_youngContentThatNobodyHas_keepsItForTheGrace() throws IOException {
    Integrity young = cache.put(HELLO, PutOptions.DEFAULT);
    Path target = Files.writeString(temporary.resolve("target"), "linked");
    Files.setLastModifiedTime(target, FileTime.from(Instant.EPOCH));
    Integrity linked = cache.link(target, PutOptions.DEFAULT);
    Integrity old = cache.put(text("old"), PutOptions.DEFAULT);
    Files.setLastModifiedTime(file(cache, old), FileTime.from(Instant.EPOCH));

    VerificationReport report = cache.collect(CollectOptions.DEFAULT);

    assertThat(report.reclaimedCount()).isEqualTo(1);
    assertThat(cache.contains(young)).isTrue();
    assertThat(cache.contains(linked)).isTrue();
    assertThat(cache.contains(old)).isFalse();
  }

  @Test
  @Behaviour(70)
  void collect_temporaryAndForeignFiles_removesOnlyTheTemporaryOnes() throws IOException {
    cache.put("key", HELLO);
    Files.writeString(root.resolve("tmp/left"), "by somebody who was killed");
    Files.createDirectories(root.resolve("tmp/directory/too"));
    Files.writeString(root.resolve("README"), "foreign");
    Path junk = Files.writeString(root.resolve("content-v2/README"), "foreign");

    VerificationReport report = cache.collect(AT_ONCE);

    assertThat(temporaries(root)).isEmpty();
    assertThat(root.resolve("tmp/directory")).doesNotExist();
    assertThat(root.resolve("README")).hasContent("foreign");
    assertThat(report.findings()).containsExactly(new Finding.ForeignFile(junk));
    assertThat(junk).exists();
  }

  @Test
  @Behaviour(71)
  void collect_done_isRemembered() throws IOException {
    assertThat(cache.lastCollected()).isEmpty();
    Instant time = Instant.parse("2026-01-02T03:04:05.678Z");
    Clock clock = Clock.fixed(time, ZoneOffset.UTC);
    Cache then = Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.NPM).withClock(clock));

    then.collect(CollectOptions.DEFAULT);

    assertThat(root.resolve("_lastverified")).hasContent(Long.toString(time.toEpochMilli()));
    assertThat(cache.lastCollected()).contains(time);
  }

  @Test
  @Behaviour(71)
  void collect_forCacacheRs_leavesNoPlainFileInTheCache() throws IOException {
    Cache rust = cache(root, Layout.RUST);
    rust.put("key", HELLO);
    rust.collect(AT_ONCE);

    assertThat(rust.lastCollected()).isPresent();
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files).allMatch(Files::isDirectory);
    }
  }

  @Test
  @Behaviour(72)
  void collect_contentIsMissing_rejectsTheEntry() throws IOException {
    cache.index().insert(entry("key", HELLO_SHA512, 1));
    cache.put("there", HELLO, PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.SHA256));

    assertThat(collect()).isEqualTo(new Stats(1, 0, 0, 0, 11, 1, 1, 1));
  }

  @Test
  @Behaviour(72)
  void verify_cannotBeTold_isAnError() throws IOException {
    cache.put("key", HELLO);
    Path bucket = Samples.bucket(cache, "other");
    Files.createDirectories(bucket);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> cache.verify())
        .withMessageContaining(bucket.toString());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> cache.collect(AT_ONCE));
    assertThat(contents(root)).hasSize(1);
  }

  @Test
  @Behaviour(73)
  void collect_entriesThatStay_keepTheirTimeSizeAndMetadata() throws IOException {
    Cache rust = cache(root, Layout.RUST);
    PutOptions options =
        PutOptions.DEFAULT
            .withTime(Instant.ofEpochMilli(1234))
            .withMetadata("{\"b\":1.0,\"a\":[2]}")
            .withRawMetadata(new byte[] {1, 2});
    rust.put("key", text("earlier"), options);
    rust.put("key", HELLO, options);
    Optional<IndexEntry> before = rust.find("key");
    String line = lines(rust, "key").getLast();

    rust.collect(AT_ONCE);

    assertThat(rust.find("key")).isEqualTo(before);
    assertThat(lines(rust, "key")).containsExactly(line);
  }

  @Test
  @Behaviour(74)
  void collect_twoKeysInABucket_keepsBoth() throws IOException {
    cache.put("key", HELLO);
    append(cache, "key", LineFormat.NPM.line(entry("collides", HELLO_SHA512, 2)));
    append(cache, "key", LineFormat.NPM.line(entry("key", HELLO_SHA512, 3)));

    assertThat(collect()).isEqualTo(new Stats(1, 0, 0, 0, 11, 0, 0, 2));
    assertThat(lines(cache, "key")).hasSize(2);
  }

  @Test
  @Behaviour(74)
  void collect_twoUnwantedKeysInABucket_dropsBoth() throws IOException {
    cache.put("key", HELLO);
    append(cache, "key", LineFormat.NPM.line(entry("collides", HELLO_SHA512, 2)));

    Stats stats = Stats.of(cache.collect(AT_ONCE.withKeep(_ -> false)));

    assertThat(stats).isEqualTo(new Stats(0, 1, 11, 0, 0, 0, 2, 0));
    assertThat(Samples.bucket(cache, "key")).doesNotExist();
  }

  @Test
  @Behaviour(75)
  void collect_severalAlgorithms_keepsAll() throws IOException {
    Integrity integrity =
        cache.put(
            "key",
            HELLO,
            PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.SHA256, HashAlgorithm.SHA512));

    assertThat(collect()).isEqualTo(new Stats(2, 0, 0, 0, 22, 0, 0, 1));
    assertThat(cache.find("key").orElseThrow().integrity()).contains(integrity);
    assertThat(cache.get(HELLO_SHA256)).isEqualTo(HELLO);
    assertThat(cache.get(HELLO_SHA512)).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(75)
  void collect_oneOfTwoDigestsOfAnAlgorithm_keepsTheEntry() throws IOException {
    Cache rust = cache(root, Layout.RUST);
    rust.put("content", HELLO);
    rust.index().insert(entry("key", OTHER.and(HELLO_SHA256), 1));

    VerificationReport report = rust.collect(AT_ONCE);

    assertThat(report.totalEntries()).isEqualTo(2);
    assertThat(rust.get("key")).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(75)
  void collect_contentOfTheOtherProgram_keepsIt() throws IOException {
    Cache rust = cache(root, Layout.RUST);
    rust.put("key", text("rust"));
    cache.put("key", HELLO);

    cache.collect(AT_ONCE);
    rust.collect(AT_ONCE);

    assertThat(rust.get("key")).isEqualTo(text("rust"));
    assertThat(cache.get("key")).isEqualTo(HELLO);
    assertThat(rust.get(sha256(text("rust")))).isEqualTo(text("rust"));
  }

  @Test
  @Behaviour(75)
  void collect_contentOfTheLaterOfTwoIndexesIsMissing_doesNotBringTheOlderEntryBack()
      throws IOException {
    for (List<Layout> order :
        List.of(List.of(Layout.NPM, Layout.RUST), List.of(Layout.RUST, Layout.NPM))) {
      String key = order.toString();
      cache(root, order.getFirst())
          .put(key, HELLO, PutOptions.DEFAULT.withTime(Instant.ofEpochMilli(1000)));
      Integrity later =
          cache(root, order.getLast())
              .put(
                  key,
                  key.getBytes(UTF_8),
                  PutOptions.DEFAULT.withTime(Instant.ofEpochMilli(2000)));
      Cache dual = cache(root, Layout.DUAL);
      dual.removeContent(later);

      dual.collect(AT_ONCE);

      assertThat(dual.find(key).flatMap(IndexEntry::integrity)).contains(later);
      dual.remove(key);
      dual.collect(AT_ONCE);
      assertThat(dual.find(key)).isEmpty();
    }
  }

  @Test
  @Behaviour(75)
  void collect_removedInOneOfTwoIndexes_staysRemoved() throws IOException {
    for (List<Layout> order :
        List.of(List.of(Layout.NPM, Layout.RUST), List.of(Layout.RUST, Layout.NPM))) {
      String key = order.toString();
      Cache dual = cache(root, Layout.DUAL);
      dual.put(key, HELLO, PutOptions.DEFAULT.withTime(Instant.ofEpochMilli(1000)));
      cache(root, order.getFirst()).remove(key);
      assertThat(dual.find(key)).isEmpty();

      dual.collect(AT_ONCE);
      cache(root, order.getLast()).collect(AT_ONCE);

      assertThat(dual.find(key)).isEmpty();
      assertThat(dual.entries()).isEmpty();
      assertThat(cache(root, order.getLast()).get(key)).isEqualTo(HELLO);
      dual.remove(key);
      dual.collect(AT_ONCE);
      dual.collect(AT_ONCE);
      assertThat(dual.index().history(key)).isEmpty();
    }
  }
}
