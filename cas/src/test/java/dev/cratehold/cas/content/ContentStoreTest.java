package dev.cratehold.cas.content;

import static dev.cratehold.cas.content.Samples.bytes;
import static dev.cratehold.cas.content.Samples.digest;
import static dev.cratehold.cas.content.Samples.file;
import static dev.cratehold.cas.content.Samples.files;
import static dev.cratehold.cas.content.Samples.publish;
import static dev.cratehold.cas.content.Samples.read;
import static dev.cratehold.cas.content.Samples.stage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentStoreTest {
  private static final byte[] BYTES = bytes(1, 100_000);
  private static final ContentHash DIGEST = digest(BYTES);

  @TempDir Path root;
  private ContentStore store;

  @BeforeEach
  void openStore() throws IOException {
    store = ContentStore.in(root);
  }

  @Test
  void publish_helloWorld_liesWhereCacacheKeepsIt() throws IOException {
    publish(store, "hello world".getBytes(UTF_8));

    assertThat(
            root.resolve(
                "content-v2/sha256/b9/4d/27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"))
        .hasContent("hello world");
  }

  @Test
  void open_unknownDigest_isEmpty() throws IOException {
    assertThat(store.open(DIGEST)).isEmpty();
  }

  @Test
  void open_deletedWhileOpen_staysReadable() throws IOException {
    publish(store, BYTES);
    try (Content content = store.open(DIGEST).orElseThrow()) {
      assertThat(store.delete(DIGEST)).isTrue();

      assertThat(read(content.channel(), content.size())).isEqualTo(BYTES);
    }
    assertThat(store.open(DIGEST)).isEmpty();
  }

  @Test
  void open_replacedWhileOpen_keepsWhatWasOpened() throws IOException {
    publish(store, BYTES);
    try (Content content = store.open(DIGEST).orElseThrow()) {
      publish(store, BYTES);

      assertThat(read(content.channel(), content.size())).isEqualTo(BYTES);
    }
  }

  @Test
  void delete_unknownDigest_isFalse() throws IOException {
    assertThat(store.delete(DIGEST)).isFalse();
  }

  @Test
  void publish_overACorruptFile_healsIt() throws IOException {
    publish(store, BYTES);
    Files.writeString(file(root, DIGEST), "corrupt");

    publish(store, BYTES);

    assertThat(store.verify(DIGEST)).isEqualTo(new Verification.Intact(BYTES.length));
  }

  @Test
  void publish_sameBytesManyTimesAtOnceFromTwoStores_givesOneIntactFile() throws Exception {
    ContentStore second = ContentStore.in(root);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<ContentHash>> publishers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        publishers.add(() -> publish(store, BYTES));
        publishers.add(() -> publish(second, BYTES));
      }
      for (Future<ContentHash> published : threads.invokeAll(publishers)) {
        assertThat(published.get()).isEqualTo(DIGEST);
      }
    }

    assertThat(files(root)).containsExactly(file(root, DIGEST));
    assertThat(store.verify(DIGEST)).isEqualTo(new Verification.Intact(BYTES.length));
  }

  @Test
  void publish_anyFile_hasThePermissionsThatTheUmaskLeaves() throws IOException {
    publish(store, BYTES);
    Path plain = Files.createFile(root.resolve("plain"));

    assertThat(Files.getPosixFilePermissions(file(root, DIGEST)))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void verify_untouched_isIntact() throws IOException {
    publish(store, BYTES);

    assertThat(store.verify(DIGEST)).isEqualTo(new Verification.Intact(100_000));
  }

  @Test
  void verify_unknownDigest_isMissing() throws IOException {
    assertThat(store.verify(DIGEST)).isEqualTo(new Verification.Missing());
  }

  @Test
  void verify_oneByteChanged_isCorrupt() throws IOException {
    publish(store, BYTES);
    byte[] changed = BYTES.clone();
    changed[50_000] ^= 1;
    Files.write(file(root, DIGEST), changed);

    assertThat(store.verify(DIGEST)).isEqualTo(new Verification.Corrupt(digest(changed), 100_000));
  }

  @Test
  void verify_truncated_isCorruptWithTheSizeLeft() throws IOException {
    publish(store, BYTES);
    Files.write(file(root, DIGEST), Arrays.copyOf(BYTES, 99_999));

    assertThat(store.verify(DIGEST))
        .isInstanceOfSatisfying(
            Verification.Corrupt.class, corrupt -> assertThat(corrupt.size()).isEqualTo(99_999));
  }

  @Test
  void verify_longer_isCorrupt() throws IOException {
    publish(store, BYTES);
    Files.write(file(root, DIGEST), new byte[1], StandardOpenOption.APPEND);

    assertThat(store.verify(DIGEST)).isInstanceOf(Verification.Corrupt.class);
  }

  @Test
  void quarantine_corrupt_movesItAwaySoThatPublishingHeals() throws IOException {
    publish(store, BYTES);
    Files.writeString(file(root, DIGEST), "corrupt");

    Verification found = store.quarantine(DIGEST);

    assertThat(found).isEqualTo(new Verification.Corrupt(digest("corrupt".getBytes(UTF_8)), 7));
    assertThat(store.open(DIGEST)).isEmpty();
    assertThat(files(root.resolve("quarantine")))
        .singleElement()
        .satisfies(file -> assertThat(file.getFileName().toString()).startsWith(DIGEST.hex()))
        .satisfies(file -> assertThat(file).hasContent("corrupt"));
    publish(store, BYTES);
    assertThat(read(store, DIGEST)).isEqualTo(BYTES);
  }

  @Test
  void quarantine_intact_leavesItInPlace() throws IOException {
    publish(store, BYTES);

    assertThat(store.quarantine(DIGEST)).isEqualTo(new Verification.Intact(BYTES.length));
    assertThat(read(store, DIGEST)).isEqualTo(BYTES);
    assertThat(files(root.resolve("quarantine"))).isEmpty();
  }

  @Test
  void deleteCorrupt_healedMeanwhile_leavesItInPlace() throws IOException {
    publish(store, BYTES);

    assertThat(store.deleteCorrupt(DIGEST)).isFalse();
    assertThat(store.verify(DIGEST)).isEqualTo(new Verification.Intact(BYTES.length));
    assertThat(files(root.resolve("quarantine"))).isEmpty();
  }

  @Test
  void shard_namesThatNoDigestHas_areForeign() throws IOException {
    publish(store, BYTES);
    Path directory = store.path(DIGEST).resolve("..").normalize();
    Path inside = Files.createFile(directory.resolve("README"));
    Path beside = Files.createFile(directory.resolveSibling("no digits"));
    Path noDirectory = Files.createFile(directory.resolveSibling("0f"));
    int first = Integer.parseInt(DIGEST.hex(), 0, 2, 16);

    ContentStore.Shard shard = store.shard(HashAlgorithm.SHA256, first);

    assertThat(shard.hashes()).containsExactly(DIGEST);
    assertThat(shard.foreign()).containsExactlyInAnyOrder(inside, beside, noDirectory);
  }

  @Test
  void quarantine_unknownDigest_isMissing() throws IOException {
    assertThat(store.quarantine(DIGEST)).isEqualTo(new Verification.Missing());
  }

  @Test
  void sync_published_givesItsSize() throws IOException {
    publish(store, BYTES);

    assertThat(store.sync(DIGEST)).hasValue(100_000);
  }

  @Test
  void sync_unknownDigest_isEmpty() throws IOException {
    assertThat(store.sync(DIGEST)).isEmpty();
  }

  @Test
  void hashes_someFilesAndJunk_tellTheDigestsOnly() throws IOException {
    List<ContentHash> published = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      published.add(publish(store, bytes(i, 100)));
    }
    Files.writeString(root.resolve("content-v2/sha256/README"), "junk");
    Files.createDirectories(root.resolve("content-v2/sha256/zz/zz"));
    Path first = file(root, published.getFirst());
    Files.writeString(first.resolveSibling(".DS_Store"), "junk");
    Files.writeString(first.resolveSibling("../note"), "junk");

    List<ContentHash> found = new ArrayList<>();
    for (int shard = 0; shard < 256; shard++) {
      found.addAll(store.hashes(HashAlgorithm.SHA256, shard));
    }

    assertThat(found).containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void sweepStaged_leftByAKilledProcess_deletesOldFilesOnly() throws IOException {
    Instant now = Instant.now();
    Files.createDirectory(root.resolve("tmp"));
    Path old = Files.writeString(root.resolve("tmp/old"), "half a crate");
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(2))));
    Path young = Files.writeString(root.resolve("tmp/young"), "half a crate");

    int swept = store.sweepStaged(now.minus(Duration.ofHours(1)));

    assertThat(swept).isEqualTo(1);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void sweepStaged_directoryWithAYoungFile_isKept() throws IOException {
    Instant now = Instant.now();
    Path inner = Files.createDirectories(root.resolve("tmp/user/inner"));
    Path young = Files.writeString(inner.resolve("young"), "half a crate");
    Files.setLastModifiedTime(inner, FileTime.from(now.minus(Duration.ofHours(2))));
    Files.setLastModifiedTime(inner.getParent(), FileTime.from(now.minus(Duration.ofHours(2))));

    assertThat(store.sweepStaged(now.minus(Duration.ofHours(1)))).isZero();
    assertThat(young).exists();
    Files.setLastModifiedTime(young, FileTime.from(now.minus(Duration.ofHours(2))));
    assertThat(store.sweepStaged(now.minus(Duration.ofHours(1)))).isEqualTo(1);
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void sweepStaged_aLoopOfLinksInADirectory_isNotFollowed() throws IOException {
    Instant now = Instant.now();
    Path directory = Files.createDirectories(root.resolve("tmp/user"));
    Files.createSymbolicLink(directory.resolve("loop"), directory);

    assertThat(store.sweepStaged(now.minus(Duration.ofHours(1)))).isZero();
    assertThat(store.sweepStaged(now.plus(Duration.ofHours(1)))).isEqualTo(1);
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void sweepStaged_stillOpenHere_isKept() throws IOException {
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES));

      assertThat(store.sweepStaged(Instant.now().plus(Duration.ofDays(1)))).isZero();

      staged.publish(Integrity.of(DIGEST));
    }
    assertThat(read(store, DIGEST)).isEqualTo(BYTES);
  }

  @Test
  void sweepStaged_closedHere_isNotRememberedAsOpen() throws IOException {
    StagedContent staged = stage(store);
    Path file = files(root).getFirst();
    staged.close();
    Files.writeString(file, "the same name again");

    assertThat(store.sweepStaged(Instant.now().plus(Duration.ofDays(1)))).isEqualTo(1);
  }
}
