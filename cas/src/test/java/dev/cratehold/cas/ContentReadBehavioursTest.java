package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.HELLO_SHA384;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.bytes;
import static dev.cratehold.cas.Samples.entry;
import static dev.cratehold.cas.Samples.file;
import static dev.cratehold.cas.Samples.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behaviours 46 to 55: reading content.
final class ContentReadBehavioursTest {
  @TempDir Path temporary;
  private Cache cache;

  @BeforeEach
  void openCache() {
    cache = Cache.in(temporary.resolve("cache"));
  }

  private static byte[] streamed(Blob blob) throws IOException {
    try (BlobReader reader = blob.stream()) {
      return reader.readAllBytes();
    }
  }

  @Test
  @Behaviour(46)
  void get_stored_isTheSameAtOnceAndAsAStream() throws IOException {
    cache.put("key", HELLO);

    assertThat(cache.get("key")).isEqualTo(HELLO);
    assertThat(cache.get(HELLO_SHA256)).isEqualTo(HELLO);
    assertThat(streamed(cache.blob("key"))).isEqualTo(HELLO);
    assertThat(streamed(cache.blob(HELLO_SHA256))).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(47)
  void get_sha384_works() throws IOException {
    cache.put("key", HELLO, PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.SHA384));

    assertThat(cache.get(HELLO_SHA384)).isEqualTo(HELLO);
    assertThat(streamed(cache.blob("key"))).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(48)
  void get_missingContent_isNotFoundAndNothingIsRead() throws IOException {
    cache.index().insert(entry("key", HELLO_SHA256, 1));
    for (Blob blob : List.of(cache.blob("key"), cache.blob(HELLO_SHA256))) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(blob::bytes)
          .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.CONTENT_NOT_FOUND));
      assertThatExceptionOfType(NotFoundException.class).isThrownBy(blob::stream);
    }
  }

  @Test
  @Behaviour(49)
  void get_corruptContent_isAMismatchAndTheStreamDoesNotEnd() throws IOException {
    cache = Cache.in(cache.root(), CacheOptions.DEFAULT.withOnCorruption(OnCorruption.KEEP));
    cache.put("key", HELLO);
    Files.writeString(file(cache, HELLO_SHA256), "hello w0rld");

    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(() -> cache.get("key"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.INTEGRITY_MISMATCH))
        .satisfies(e -> assertThat(e.failure().path()).contains(file(cache, HELLO_SHA256)));
    try (BlobReader reader = cache.blob("key").stream()) {
      byte[] read = new byte[11];
      assertThat(reader.readNBytes(read, 0, 11)).isEqualTo(11);
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatExceptionOfType(MismatchException.class)
            .isThrownBy(reader::read)
            .withMessageContaining(sha256("hello w0rld".getBytes(UTF_8)).toString());
      }
    }
  }

  @Test
  @Behaviour(50)
  void get_otherSizeThanExpected_isASizeMismatch() throws IOException {
    cache.put("key", HELLO);
    Blob blob = cache.blob("key").expecting(12);

    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(blob::bytes)
        .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.SIZE_MISMATCH));
    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(blob::stream)
        .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.SIZE_MISMATCH));
    assertThatExceptionOfType(MismatchException.class).isThrownBy(blob.unchecked()::bytes);
    assertThat(cache.blob("key").expecting(11).bytes()).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(50)
  void get_otherIntegrityThanExpected_isAMismatchAndTheContentStays() throws IOException {
    cache.put("key", HELLO);
    Blob blob = cache.blob("key").expecting(OTHER);

    assertThatExceptionOfType(MismatchException.class).isThrownBy(blob::bytes);
    try (BlobReader reader = blob.stream()) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(MismatchException.class)
            .isThrownBy(reader::check)
            .withMessageContaining("not the one that is expected");
      }
    }
    assertThat(cache.blob("key").expecting(HELLO_SHA384).bytes()).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(51)
  void get_severalDigestsOfOneAlgorithm_givesTheContentThatIsThere() throws IOException {
    cache.put("key", HELLO);
    for (Integrity either : List.of(OTHER.and(HELLO_SHA256), HELLO_SHA256.and(OTHER))) {
      assertThat(cache.get(either)).isEqualTo(HELLO);
      assertThat(streamed(cache.blob(either))).isEqualTo(HELLO);
      assertThat(cache.contains(either)).isTrue();
      assertThat(cache.blob(either).path()).isEqualTo(file(cache, HELLO_SHA256));
    }
  }

  @Test
  @Behaviour(52)
  void stream_large_isReadInPieces() throws IOException {
    int size = (64 << 20) + 1;
    cache.put("key", new byte[size]);

    assertThat(cache.get("key")).hasSize(size);
    try (BlobReader reader = cache.blob("key").stream()) {
      assertThat(reader.size()).isEqualTo(size);
      assertThat(reader.transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
    }
  }

  @Test
  @Behaviour(53)
  void contains_thereOrNot_isToldWithTheSize() throws IOException {
    cache.put("key", HELLO);

    assertThat(cache.contains(HELLO_SHA256)).isTrue();
    assertThat(cache.blob(HELLO_SHA256).size()).hasValue(11);
    assertThat(cache.blob(HELLO_SHA256).integrity()).isEqualTo(HELLO_SHA256);
    assertThat(cache.contains(OTHER)).isFalse();
    assertThat(cache.contains(OTHER.and(sha256(bytes(1, 1))))).isFalse();
  }

  @Test
  @Behaviour(53)
  void contains_directoryInPlaceOfTheContent_isFalse() throws IOException {
    Files.createDirectories(file(cache, HELLO_SHA256));

    assertThat(cache.contains(HELLO_SHA256)).isFalse();
  }

  @Test
  @Behaviour(53)
  void contains_cannotBeTold_isAnError() throws IOException {
    Path file = file(cache, HELLO_SHA256);
    Files.createDirectories(file.resolveSibling("."));
    Files.createSymbolicLink(file, file);

    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> cache.contains(HELLO_SHA256))
        .withMessageContaining(file.toString());
  }

  @Test
  @Behaviour(54)
  void copyTo_byKeyAndByDigest_copiesAndTellsTheEntry() throws IOException {
    cache.put("key", HELLO, PutOptions.DEFAULT.withMetadata("{\"a\":1}"));
    Path target = temporary.resolve("copy");
    Blob blob = cache.blob("key");

    assertThat(blob.copyTo(target)).isEqualTo(11);
    assertThat(target).hasContent("hello world");
    assertThat(blob.entry().orElseThrow().metadata()).contains("{\"a\":1}");
    assertThat(blob.integrity()).isEqualTo(HELLO_SHA256);
    Files.writeString(target, "replaced");
    assertThat(cache.blob(HELLO_SHA256).copyTo(target)).isEqualTo(11);
    assertThat(target).hasContent("hello world");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> cache.blob("unknown").copyTo(target))
        .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.ENTRY_NOT_FOUND))
        .satisfies(e -> assertThat(e.failure().key()).contains("unknown"));
  }

  @Test
  @Behaviour(54)
  void copyTo_longestNameThatAFileCanHave_copies() throws IOException {
    cache.put("key", HELLO);
    Path target = temporary.resolve("n".repeat(255));

    cache.blob("key").copyTo(target);

    assertThat(target).hasContent("hello world");
  }

  @Test
  @Behaviour(55)
  void stream_readAndChecked_provesTheContent() throws IOException {
    cache.put("key", HELLO);
    try (BlobReader byKey = cache.blob("key").stream();
        BlobReader byDigest = cache.blob(HELLO_SHA256).stream()) {
      assertThat(byKey.read()).isEqualTo('h');
      byKey.check();
      byDigest.check();

      assertThat(byKey.entry().orElseThrow().key()).isEqualTo("key");
      assertThat(byDigest.entry()).isEqualTo(Optional.empty());
    }
    Path target = temporary.resolve("copy");
    assertThat(cache.async().copy(cache.blob("key"), target).toCompletableFuture().join())
        .isEqualTo(11);
    assertThat(target).hasContent("hello world");
  }
}
