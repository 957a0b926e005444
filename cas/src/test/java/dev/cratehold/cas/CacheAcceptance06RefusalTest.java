package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.entry;
import static dev.cratehold.cas.Samples.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 6 of the cache: what one of the programs could not read, or what npm's verify would
/// destroy, is refused before any file is made; what is there already is looked at without failing.
final class CacheAcceptance06RefusalTest {
  private static final Integrity XXH3 = Hasher.hash(HELLO, Set.of(HashAlgorithm.XXH3));

  @TempDir Path root;

  private void assertRefused(ThrowingCallable deed) throws IOException {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(deed)
        .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.LAYOUT_REFUSED));
    assertThat(files(root)).isEmpty();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void put_xxh3WhereNpmReads_isRefusedByEveryMethod() throws IOException {
    PutOptions byAlgorithm = PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.XXH3);
    PutOptions byIntegrity = PutOptions.DEFAULT.withIntegrity(XXH3);
    Path file = Path.of("pom.xml");
    for (Layout layout : List.of(Layout.NPM, Layout.DUAL)) {
      Cache cache = cache(root, layout);
      for (PutOptions options : List.of(byAlgorithm, byIntegrity)) {
        assertRefused(() -> cache.put("key", HELLO, options));
        assertRefused(() -> cache.put(HELLO, options));
        assertRefused(() -> cache.put("key", new ByteArrayInputStream(HELLO), options));
        assertRefused(() -> cache.put("key", file, options));
        assertRefused(() -> cache.writer("key", options));
        assertRefused(() -> cache.writer(options));
        assertRefused(() -> cache.link("key", file, options));
        assertRefused(() -> cache.link(file, options));
        assertRefused(() -> {
          try (CacheBatch batch = cache.batch()) {
            batch.put("key", HELLO, options);
          }
        });
      }
      assertRefused(() -> cache.index().insert(entry("key", XXH3, 1)));
    }
  }

  @Test
  void insert_optionsAfterTheDigest_areRefusedInEveryLayout() throws IOException {
    Integrity withOptions = Integrity.parse(HELLO_SHA256 + "?foo");
    for (Layout layout : Layout.values()) {
      assertRefused(() -> cache(root, layout).index().insert(entry("key", withOptions, 1)));
    }
  }

  @Test
  void insert_twoDigestsOfOneAlgorithmWhereNpmReads_areRefused() throws IOException {
    Integrity two = HELLO_SHA256.and(OTHER);
    for (Layout layout : List.of(Layout.NPM, Layout.DUAL)) {
      assertRefused(() -> cache(root, layout).index().insert(entry("key", two, 1)));
    }

    cache(root, Layout.RUST).index().insert(entry("key", two, 1));

    assertThat(cache(root, Layout.RUST).find("key").orElseThrow().integrity()).contains(two);
  }

  @Test
  void put_layoutForReading_isRefused() throws IOException {
    Cache cache = cache(root, Layout.READ_BOTH);
    assertRefused(() -> cache.put("key", HELLO));
    assertRefused(() -> cache.put(HELLO, PutOptions.DEFAULT));
    assertRefused(() -> cache.index().insert(entry("key", HELLO_SHA256, 1)));
    assertRefused(() -> cache.index().compact("key", (_, _) -> true));
    for (Removal removal : Removal.values()) {
      assertRefused(() -> cache.remove("key", removal));
    }
  }

  @Test
  void put_expectedWithOptionsOrTwoDigests_storesADigestWithoutThem() throws IOException {
    Cache cache = cache(root, Layout.NPM);
    Integrity expected = Integrity.parse(HELLO_SHA256 + "?foo " + OTHER);

    Integrity stored = cache.put("key", HELLO, PutOptions.DEFAULT.withIntegrity(expected));

    assertThat(stored.toString()).doesNotContain("?");
    assertThat(stored.hashes()).hasSize(2);
    assertThat(stored.algorithms())
        .containsExactlyInAnyOrder(HashAlgorithm.SHA256, HashAlgorithm.SHA512);
  }

  @Test
  void put_xxh3ForCacacheRs_isStored() throws IOException {
    Cache cache = cache(root, Layout.RUST);
    cache.put("key", HELLO, PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.XXH3));

    assertThat(root.resolve("content-v2/xxh3/df/8d/09e93f874900a99b8775cc15b6c7"))
        .hasContent("hello world");
    assertThat(cache.get("key")).isEqualTo(HELLO);
    assertThat(cache.get(XXH3)).isEqualTo(HELLO);
  }

  @Test
  void verify_xxh3AndJunkAmongTheContent_reportsTheJunkAndDeletesNothing() throws IOException {
    cache(root, Layout.RUST)
        .put("key", HELLO, PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.XXH3));
    List<Path> junk = new ArrayList<>();
    for (String name :
        List.of(
            "content-v2/README",
            "content-v2/md5/aa/bb/cc",
            "content-v2/xxh3/.DS_Store",
            "content-v2/xxh3/df/note",
            "content-v2/xxh3/df/8d/too-short",
            "content-v2/sha256/zz/zz/zz",
            "content-v2/sha512")) {
      Path file = root.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      junk.add(Files.writeString(file, "junk"));
    }
    List<String> before = files(root);
    for (Layout layout : Layout.values()) {
      VerificationReport report = cache(root, layout).verify();

      assertThat(report.findings())
          .filteredOn(Finding.ForeignFile.class::isInstance)
          .hasSize(junk.size());
      assertThat(report.isSound()).isTrue();
      if (layout != Layout.READ_BOTH) {
        cache(root, layout).collect(CollectOptions.DEFAULT.withGrace(Duration.ZERO));
      }
      assertThat(files(root)).containsAll(before);
    }
    assertThat(cache(root, Layout.RUST).get("key")).isEqualTo(HELLO);
  }
}
