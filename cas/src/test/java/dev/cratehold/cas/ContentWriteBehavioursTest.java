package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA1;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.HELLO_SHA512;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.bytes;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.contents;
import static dev.cratehold.cas.Samples.file;
import static dev.cratehold.cas.Samples.files;
import static dev.cratehold.cas.Samples.sha256;
import static dev.cratehold.cas.Samples.temporaries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/// Behaviours 32 to 45: storing content.
final class ContentWriteBehavioursTest {
  @TempDir Path root;
  private Cache cache;

  @BeforeEach
  void openCache() {
    cache = Cache.in(root);
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  @Test
  @Behaviour(32)
  void put_withoutAlgorithm_liesAtTheDigestOfTheLayout() throws IOException {
    assertThat(cache.put("key", HELLO)).isEqualTo(HELLO_SHA256);
    assertThat(cache(root, Layout.NPM).put("key", HELLO)).isEqualTo(HELLO_SHA512);

    assertThat(
            root.resolve(
                "content-v2/sha256/b9/4d/27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"))
        .isRegularFile()
        .hasContent("hello world");
    assertThat(
            root.resolve(
                "content-v2/sha512/30/9e/cc489c12d6eb4cc40f50c902f2b4d0ed77ee511a7c7a9bcd3ca86d4cd86f989dd35bc5ff499670da34255b45b0cfd830e81f605dcf7dc5542e93ae9cd76f"))
        .isRegularFile()
        .hasContent("hello world");
  }

  @Test
  @Behaviour(33)
  void put_withIntegrity_storesOnlyWhatHasIt() throws IOException {
    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(() -> cache.put("key", HELLO, PutOptions.DEFAULT.withIntegrity(OTHER)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.INTEGRITY_MISMATCH))
        .satisfies(e -> assertThat(e.failure().expected()).contains(OTHER.toString()))
        .satisfies(e -> assertThat(e.failure().found()).contains(HELLO_SHA256.toString()));
    assertThat(files(root)).isEmpty();

    cache.put("key", HELLO, PutOptions.DEFAULT.withIntegrity(HELLO_SHA256));

    assertThat(cache.get("key")).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(34)
  void put_otherSizeThanSaid_isAnErrorWithBothSizes() throws IOException {
    for (long said : List.of(0L, 10L, 12L)) {
      assertThatExceptionOfType(MismatchException.class)
          .isThrownBy(() -> cache.put("key", HELLO, PutOptions.DEFAULT.withSize(said)))
          .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.SIZE_MISMATCH))
          .satisfies(e -> assertThat(e.failure().expected()).contains(said + " bytes"))
          .satisfies(e -> assertThat(e.failure().found()).contains("11 bytes"));
    }

    assertThat(files(root)).isEmpty();
  }

  @Test
  @Behaviour(35)
  void write_inPieces_mustComeToTheSizeSaid() throws IOException {
    for (long said : List.of(10L, 12L)) {
      assertThatExceptionOfType(MismatchException.class)
          .isThrownBy(() -> writeInPieces(said))
          .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.SIZE_MISMATCH));
      assertThat(files(root)).isEmpty();
    }

    writeInPieces(11);

    assertThat(cache.get("key")).isEqualTo(HELLO);
    assertThat(cache.find("key").orElseThrow().size()).hasValue(11);
  }

  private void writeInPieces(long said) throws IOException {
    try (CacheWriter writer = cache.writer("key", PutOptions.DEFAULT.withSize(said))) {
      writer.write(HELLO, 0, 5);
      writer.write(HELLO, 5, 1);
      writer.write(HELLO, 6, 5);
      writer.commit();
    }
  }

  @Test
  @Behaviour(35)
  void commit_afterAWriteThatWasTooMuch_storesNothing() throws IOException {
    try (CacheWriter writer = cache.writer("key", PutOptions.DEFAULT.withSize(11))) {
      writer.write(HELLO);
      assertThatExceptionOfType(MismatchException.class).isThrownBy(() -> writer.write(1));

      assertThatExceptionOfType(MismatchException.class).isThrownBy(writer::commit);
    }
    assertThat(files(root)).isEmpty();
  }

  @Test
  @Behaviour(36)
  void put_emptyStream_storesEmptyContent() throws IOException {
    cache.put("key", InputStream.nullInputStream(), PutOptions.DEFAULT);
    cache.put("sized", InputStream.nullInputStream(), PutOptions.DEFAULT.withSize(0));

    assertThat(cache.get("key")).isEmpty();
    assertThat(cache.get("sized")).isEmpty();
    assertThat(cache.find("key").orElseThrow().size()).hasValue(0);
  }

  @Test
  @Behaviour(37)
  void put_intactContentIsThere_keepsThatFile() throws IOException {
    cache.put("key", HELLO);
    Object before = Files.getAttribute(file(cache, HELLO_SHA256), "unix:ino");

    cache.put("key", HELLO);

    assertThat(Files.getAttribute(file(cache, HELLO_SHA256), "unix:ino")).isEqualTo(before);
  }

  @Test
  @Behaviour(37)
  void put_corruptContentIsThere_replacesIt() throws IOException {
    cache.put("key", HELLO);
    for (String corrupt : List.of("", "hello", "Hello world", "hello world, and more")) {
      Files.writeString(file(cache, HELLO_SHA256), corrupt);

      cache.put("key", HELLO);

      assertThat(cache.get("key")).isEqualTo(HELLO);
    }
  }

  @Test
  @Behaviour(38)
  void put_sourceFails_storesNothing() throws IOException {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the source broke");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            cache.put(
                "key",
                new SequenceInputStream(stream(bytes(1, 100_000)), failing),
                PutOptions.DEFAULT))
        .withMessage("the source broke");

    assertThat(files(root)).isEmpty();
  }

  @Test
  @Behaviour(39)
  void put_contentIsBeingRead_succeedsAndTheReaderReadsOn() throws IOException {
    byte[] bytes = bytes(1, 100_000);
    cache.put("key", bytes);
    try (BlobReader reader = cache.blob("key").stream()) {
      byte[] first = reader.readNBytes(10);
      Files.write(file(cache, sha256(bytes)), bytes(2, 5), StandardOpenOption.APPEND);

      cache.put("key", bytes);

      assertThat(first).isEqualTo(Arrays.copyOf(bytes, 10));
    }
    assertThat(cache.get("key")).isEqualTo(bytes);
  }

  @Test
  @Behaviour(40)
  void put_anyOutcome_leavesNoTemporaryFile() throws IOException {
    cache.put("key", stream(HELLO), PutOptions.DEFAULT);
    assertThat(temporaries(root)).isEmpty();
    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(
            () -> cache.put("key", stream(bytes(1, 9)), PutOptions.DEFAULT.withIntegrity(OTHER)));
    assertThat(temporaries(root)).isEmpty();
  }

  @Test
  @Behaviour(40)
  void put_fileInPlaceOfTheContentDirectory_failsAndLeavesNothing() throws IOException {
    Files.writeString(root.resolve("content-v2"), "a file");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> cache.put("key", HELLO))
        .withMessageContaining(root.resolve("content-v2").toString());

    assertThat(files(root)).containsExactly("content-v2");
  }

  @Test
  @Behaviour(41)
  void put_severalAlgorithms_isFoundByEach() throws IOException {
    PutOptions several =
        PutOptions.DEFAULT.withAlgorithms(
            HashAlgorithm.SHA1, HashAlgorithm.SHA512, HashAlgorithm.SHA256);
    Integrity integrity = cache.put("key", stream(HELLO), several);

    assertThat(integrity).isEqualTo(HELLO_SHA512.and(HELLO_SHA256).and(HELLO_SHA1));
    assertThat(cache.get(HELLO_SHA1)).isEqualTo(HELLO);
    assertThat(cache.get(HELLO_SHA256)).isEqualTo(HELLO);
    assertThat(cache.get(HELLO_SHA512)).isEqualTo(HELLO);
    assertThat(cache.find("key").orElseThrow().integrity()).contains(integrity);
  }

  @Test
  @Behaviour(42)
  void put_integrityIsKnownToTheCaller_hashesNevertheless() throws IOException {
    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(
            () -> cache.put("key", bytes(1, 11), PutOptions.DEFAULT.withIntegrity(HELLO_SHA256)));

    assertThat(cache.contains(HELLO_SHA256)).isFalse();
  }

  @Test
  @Behaviour(43)
  void put_renameFails_saysWhatTheSystemSays() throws IOException {
    FaultyFileSystem disk = FaultyFileSystem.create();
    Cache faulty = Cache.in(disk.path(root));
    boolean moveFailed = false;
    for (int n = 1; attempt(faulty, disk, n); n++) {
      moveFailed |= disk.lastFault().orElseThrow().contains("MOVE");
      disk.heal();
      assertThat(cache.find("key")).isEmpty();
      assertThat(temporaries(root)).isEmpty();
    }

    assertThat(moveFailed).isTrue();
    assertThat(cache.get("key")).isEqualTo(HELLO);
  }

  /// @return whether a step failed
  private static boolean attempt(Cache faulty, FaultyFileSystem disk, int n) {
    disk.fullFrom(n);
    try {
      faulty.put("key", HELLO);
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left on device");
      return true;
    }
  }

  @Test
  @Behaviour(43)
  void put_directoryInPlaceOfTheContent_takesItsPlace() throws IOException {
    Files.createDirectories(file(cache, HELLO_SHA256).resolve("junk"));

    cache.put("key", HELLO);

    assertThat(cache.get("key")).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(44)
  void put_sameContentManyTimesAtOnce_succeedsEveryTime() throws Exception {
    byte[] bytes = bytes(1, 200_000);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integrity>> puts = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String key = "key " + i % 2;
        puts.add(() -> Cache.in(root).put(key, bytes));
      }
      for (Future<Integrity> put : threads.invokeAll(puts)) {
        assertThat(put.get()).isEqualTo(sha256(bytes));
      }
    }

    assertThat(temporaries(root)).isEmpty();
    assertThat(contents(root)).hasSize(1);
    assertThat(cache.get("key 0")).isEqualTo(bytes);
    assertThat(cache.index().history("key 1")).hasSize(6);
  }

  @Test
  @Behaviour(45)
  void put_withoutKey_isFoundByDigestAlone() throws IOException {
    Integrity integrity = cache.put(HELLO, PutOptions.DEFAULT);

    assertThat(cache.get(integrity)).isEqualTo(HELLO);
    assertThat(cache.entries()).isEmpty();
    assertThat(root.resolve("index-v5")).doesNotExist();
    assertThat(Files.isRegularFile(file(cache, integrity), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }
}
