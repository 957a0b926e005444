package dev.cratehold.cas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What nobody should do to a cache, and what somebody will.
final class HostileUseTest {
  private static final byte[] BYTES = "hello world".getBytes(UTF_8);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path temporary;
  private Path root;
  private Cache cache;

  @BeforeEach
  void open() {
    root = temporary.resolve("cache");
    cache = Cache.in(root);
  }

  private void append(LineFormat format, String key, String json) throws IOException {
    String function = format == LineFormat.RUST ? "SHA-256" : "SHA-1";
    HashAlgorithm algorithm = function.equals("SHA-1") ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
    String hash = Hasher.hash(json.getBytes(UTF_8), Set.of(algorithm)).strongest().hex();
    Path bucket = root.resolve(format.bucket(key));
    Files.createDirectories(bucket.resolveSibling(""));
    String before = Files.exists(bucket) ? Files.readString(bucket) : "";
    Files.writeString(bucket, before + "\n" + hash + "\t" + json);
  }

  @Test
  void verify_aFileThatCannotBeRead_isReportedBesideTheOthers() throws IOException {
    Integrity unreadable = cache.put("key", BYTES);
    cache.put("other", "other".getBytes(UTF_8));
    Path file = cache.blob(unreadable).path();
    Files.delete(file);
    Files.createSymbolicLink(file, file.getFileName());

    VerificationReport report = cache.verify();

    assertThat(report.findings())
        .satisfiesExactly(found -> {
          assertThat(found).isInstanceOf(Finding.UnreadableContent.class);
          assertThat(found.toString()).contains(file.toString(), "symbolic links");
        });
    assertThat(report.isSound()).isFalse();
    assertThat(report.verifiedContent()).isEqualTo(1);
    cache.collect(CollectOptions.DEFAULT.withGrace(Duration.ZERO));
    assertThat(cache.find("key")).isPresent();
    assertThat(file).isSymbolicLink();
  }

  @Test
  void verify_aDirectoryThatCannotBeListed_failsAndNamesIt() throws IOException {
    Path file = cache.blob(cache.put("key", BYTES)).path();
    Path directory = file.resolveSibling("").normalize();
    Files.delete(file);
    Files.delete(directory);
    Files.createSymbolicLink(directory, directory.getFileName());

    assertThatIOException()
        .isThrownBy(() -> cache.verify())
        .withMessageContaining(directory.toString());
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void readAndHash_readingFails_doesNotWaitForWhatNeverComes() throws IOException {
    Path file = Files.write(temporary.resolve("file"), new byte[3 << 20]);
    FileChannel closed = FileChannel.open(file);
    closed.close();
    Hasher hasher = Hasher.of(Set.of(HashAlgorithm.SHA256));

    assertThatExceptionOfType(ClosedChannelException.class)
        .isThrownBy(() -> BlobFiles.readAndHash(closed, new byte[3 << 20], hasher));
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void readAndHash_fileBecameShorter_hashesWhatThereIs() throws IOException {
    byte[] bytes = Samples.bytes(1, (2 << 20) + 17);
    Path file = Files.write(temporary.resolve("file"), bytes);
    Hasher hasher = Hasher.of(Set.of(HashAlgorithm.SHA256));

    try (FileChannel channel = FileChannel.open(file)) {
      assertThat(BlobFiles.readAndHash(channel, new byte[3 << 20], hasher)).isEqualTo(bytes.length);
    }

    assertThat(hasher.finish()).isEqualTo(Samples.sha256(bytes));
  }

  @Test
  void insert_onlyHalfOfTheLineFits_failsAndTheEntryBeforeCounts() throws IOException {
    FaultyFileSystem disk = FaultyFileSystem.create();
    Cache faulty = Cache.in(disk.path(root));
    IndexEntry before = Samples.entry("key", Samples.HELLO_SHA256, 1);
    faulty.index().insert(before);

    disk.shortAt(2);
    assertThatIOException()
        .isThrownBy(() -> faulty.index().insert(Samples.entry("key", Samples.OTHER, 2)))
        .withMessageContaining("is the disk full?");

    assertThat(disk.lastFault().orElseThrow()).contains("WRITE");
    assertThat(cache.find("key").flatMap(IndexEntry::integrity)).isEqualTo(before.integrity());
    disk.heal();
    faulty.index().insert(Samples.entry("key", Samples.OTHER, 3));
    assertThat(cache.find("key").flatMap(IndexEntry::integrity)).contains(Samples.OTHER);
  }

  @Test
  void verify_interrupted_endsInsteadOfCallingFilesUnreadable() throws IOException {
    for (int i = 0; i < 300; i++) {
      cache.put("key" + i, Samples.bytes(i, 10));
    }

    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> cache.verify());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void copyTo_linkToAFile_replacesTheFileAndKeepsWhoMayReadIt() throws IOException {
    cache.put("key", BYTES);
    Path file = Files.writeString(temporary.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), file);

    cache.blob("key").copyTo(link);

    assertThat(link).isSymbolicLink();
    assertThat(file).hasBinaryContent(BYTES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void copyTo_device_writesToItAndLeavesIt() throws IOException {
    cache.put("key", BYTES);
    Path device = Files.createSymbolicLink(temporary.resolve("null"), Path.of("/dev/null"));

    assertThat(cache.blob("key").copyTo(device)).isEqualTo(BYTES.length);

    assertThat(device).isSymbolicLink();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void collect_linkedMeanwhile_sparesTheContent() throws IOException {
    cache.put("old", BYTES);
    Integrity integrity = cache.find("old").orElseThrow().integrity().orElseThrow();
    age(cache.blob(integrity).path());
    Path target = Files.write(temporary.resolve("target"), BYTES);

    cache.index().forget("old");
    cache.link("new", target, PutOptions.DEFAULT);
    cache.index().forget("new");
    cache.collect(CollectOptions.DEFAULT);

    assertThat(cache.get(integrity)).isEqualTo(BYTES);
  }

  @Test
  void collect_healedMeanwhile_keepsTheEntry() throws IOException {
    cache.put("key", BYTES);
    cache.put("other", "other".getBytes(UTF_8));
    Files.writeString(cache.blob("key").path(), "corrupt");
    boolean[] isHealed = new boolean[1];

    cache.collect(
        CollectOptions.DEFAULT.withKeep(entry -> {
          if (!isHealed[0]) {
            isHealed[0] = true;
            heal();
          }
          return true;
        }));

    assertThat(cache.get("key")).isEqualTo(BYTES);
  }

  private void heal() {
    try {
      cache.put("key", BYTES);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(HOUR.multipliedBy(2))));
  }

  @Test
  void put_contentThatIsThere_countsAsNew() throws IOException {
    cache.put("key", BYTES);
    Path file = cache.blob("key").path();
    age(file);

    cache.put("key", BYTES);

    assertThat(Files.getLastModifiedTime(file).toInstant()).isAfter(Instant.now().minus(HOUR));
  }

  @Test
  void find_oneDigestIsMalformed_takesTheOthers() throws IOException {
    Integrity integrity = cache.put(BYTES, PutOptions.DEFAULT);
    append(
        LineFormat.RUST,
        "key",
        ("{\"key\":\"key\",\"integrity\":\"%s sha1-deadbeef\",\"time\":1,\"size\":11,"
                + "\"metadata\":null,\"raw_metadata\":null}")
            .formatted(integrity));

    assertThat(cache.get("key")).isEqualTo(BYTES);
    cache.collect(CollectOptions.DEFAULT.withGrace(Duration.ZERO));
    assertThat(cache.get("key")).isEqualTo(BYTES);
  }

  @Test
  void clear_foreignThings_stay() throws IOException {
    cache.put("key", BYTES);
    cache.collect(CollectOptions.DEFAULT);
    List<Path> foreign =
        List.of(
            root.resolve("cratehold/important"),
            root.resolve("index-page.html"),
            root.resolve("content-plan.txt"));
    for (Path file : foreign) {
      Files.writeString(file, "mine");
    }

    cache.clear();

    assertThat(foreign).allSatisfy(file -> assertThat(file).hasContent("mine"));
    assertThat(root.resolve("content-v2")).doesNotExist();
    assertThat(cache.lastCollected()).isEmpty();
  }

  @Test
  void readBoth_anyRemoval_isRefused() throws IOException {
    Integrity integrity = cache.put("key", BYTES);
    Cache both = Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.READ_BOTH));

    assertThatExceptionOfType(RefusedException.class).isThrownBy(both::clear);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> both.collect(CollectOptions.DEFAULT));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> both.removeContent(integrity));
    assertThat(both.get("key")).isEqualTo(BYTES);
  }

  @Test
  void find_rawMetadataFullOfBlanks_takesNoTime() throws IOException {
    append(
        LineFormat.RUST,
        "key",
        ("{\"key\":\"key\",\"integrity\":null,\"time\":1,\"size\":0,\"metadata\":null,"
                + "\"raw_metadata\":[[%s]]}")
            .formatted(" ".repeat(1 << 20)));

    assertThat(cache.find("key")).isEmpty();
  }

  @Test
  void find_metadataOfAMillionLevels_isPassedOver() throws IOException {
    int levels = 1_000_000;
    append(
        LineFormat.NPM,
        "key",
        "{\"key\":\"key\",\"integrity\":\"%s\",\"time\":1,\"metadata\":%s%s}"
            .formatted(
                Hasher.hash(BYTES, Set.of(HashAlgorithm.SHA512)),
                "[".repeat(levels),
                "]".repeat(levels)));

    assertThat(Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.NPM)).find("key")).isEmpty();
  }

  @Test
  void remove_keyThatOnlyNpmCanHave_isRemovedFromNpmsIndex() throws IOException {
    String half = "half\ud800";
    Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.NPM)).put(half, BYTES);
    Cache dual = Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.DUAL));

    dual.remove(half);

    assertThat(dual.find(half)).isEmpty();
  }

  @Test
  void put_metadataWithHalfACharacter_isWrittenAsJavaScriptWould() throws IOException {
    Cache npm = Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.NPM));

    npm.put("key", BYTES, PutOptions.DEFAULT.withMetadata("\"a\ud800b\""));

    assertThat(npm.find("key").orElseThrow().metadata()).contains("\"a\\ud800b\"");
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> cache.put("key", BYTES, PutOptions.DEFAULT.withMetadata("\"a\ud800b\"")));
  }

  @Test
  void withTime_noMilliseconds_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PutOptions.DEFAULT.withTime(Instant.MAX));
    assertThatIllegalArgumentException().isThrownBy(() -> PutOptions.DEFAULT.withTime(Instant.MIN));
  }

  @Test
  void batch_afterCommit_isClosed() throws IOException {
    CacheBatch batch = cache.batch();
    batch.put("key", BYTES, PutOptions.DEFAULT);
    batch.commit();

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> batch.put("more", BYTES, PutOptions.DEFAULT));
    assertThatExceptionOfType(IOException.class).isThrownBy(batch::commit);
  }

  @Test
  void async_executorRejects_failsTheStage() {
    Executor rejecting =
        _ -> {
          throw new RejectedExecutionException("closed");
        };

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> cache.async(rejecting).get("key").toCompletableFuture().join())
        .withCauseInstanceOf(RejectedExecutionException.class);
    try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>()) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() ->
              cache
                  .async(rejecting)
                  .put("key", source, PutOptions.DEFAULT)
                  .toCompletableFuture()
                  .join())
          .withCauseInstanceOf(RejectedExecutionException.class);
    }
  }

  @Test
  void remove_contentThatOnlyTheOtherProgramNames_keepsIt() throws IOException {
    PutOptions sha256 = PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.SHA256);
    Cache npm = Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.NPM));
    cache.put("rust", BYTES);
    npm.put("npm", BYTES, sha256);

    npm.remove("npm", Removal.CONTENT);

    assertThat(cache.get("rust")).isEqualTo(BYTES);
  }

  @Test
  void find_equalTimesInBothIndexes_isTheRemovalElseTheGreaterIntegrity() throws IOException {
    Instant time = Instant.ofEpochMilli(1_700_000_000_000L);
    PutOptions then = PutOptions.DEFAULT.withTime(time).withAlgorithms(HashAlgorithm.SHA256);
    Cache npm = Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.NPM));
    Integrity one = cache.put("key", BYTES, then);
    Integrity two = npm.put("key", "other".getBytes(UTF_8), then);
    Cache both = Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.READ_BOTH));
    Integrity greater = one.toString().compareTo(two.toString()) > 0 ? one : two;

    assertThat(both.blob("key").integrity()).isEqualTo(greater);
    npm.index().insert(IndexEntry.removal("key", time.toEpochMilli()));
    assertThat(both.find("key")).isEmpty();
  }

  @Test
  void dual_npmsLineStandsFirst() throws IOException {
    Cache dual = Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.DUAL));
    Files.createDirectories(root.resolve(LineFormat.RUST.bucket("key")));

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> dual.put("key", BYTES));

    assertThat(Cache.in(root, CacheOptions.DEFAULT.withLayout(Layout.NPM)).get("key"))
        .isEqualTo(BYTES);
  }

  @Test
  void put_relativeDirectoryWithoutName_isTheCurrentOne() {
    assertThat(Cache.in(Path.of("")).root()).isEqualTo(Path.of("."));
  }
}
