package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.bytes;
import static dev.cratehold.cas.Samples.file;
import static dev.cratehold.cas.Samples.files;
import static dev.cratehold.cas.Samples.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.cas.content.Trees;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Test 11 of the cache: every way of reading finds every kind of damage, says so by its type, and
/// leaves nothing where the content should have come to; storing the content again heals it.
final class CacheAcceptance11ReadVerificationTest {
  private static final byte[] BYTES = bytes(11, 600_000);
  private static final Integrity INTEGRITY = sha256(BYTES);

  @TempDir Path temporary;

  /// Reads content, into a file if it is a way to make one.
  @FunctionalInterface
  private interface Reading {
    byte[] read(Blob blob, Path target) throws IOException;
  }

  @FunctionalInterface
  private interface Damage {
    void to(Path file) throws IOException;
  }

  private static Map<String, Reading> readings() {
    Map<String, Reading> readings = new LinkedHashMap<>();
    readings.put("bytes", (blob, _) -> blob.bytes());
    readings.put(
        "stream",
        (blob, _) -> {
          try (BlobReader reader = blob.stream()) {
            return reader.readAllBytes();
          }
        });
    readings.put(
        "stream, some of it byte by byte",
        (blob, _) -> {
          try (BlobReader reader = blob.stream()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (bytes.size() < 1000) {
              bytes.writeBytes(reader.readNBytes(1));
              bytes.write(reader.read());
            }
            reader.transferTo(bytes);
            return bytes.toByteArray();
          }
        });
    readings.put(
        "channel",
        (blob, _) -> {
          try (SeekableByteChannel channel = blob.channel()) {
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return bytes.array();
          }
        });
    readings.put("range", (blob, _) -> blob.range(0, Integer.MAX_VALUE));
    readings.put(
        "copy to a stream",
        (blob, _) -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          blob.copyTo(bytes);
          return bytes.toByteArray();
        });
    readings.put(
        "copy",
        (blob, target) -> {
          blob.copyTo(target);
          return Files.readAllBytes(target);
        });
    readings.put(
        "hard link",
        (blob, target) -> {
          blob.hardLinkTo(target);
          return Files.readAllBytes(target);
        });
    readings.put("publisher", (blob, _) -> published(blob));
    return readings;
  }

  private static byte[] published(Blob blob) throws IOException {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    blob.publisher()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(ByteBuffer piece) {
                byte[] copy = new byte[piece.remaining()];
                piece.get(copy);
                bytes.writeBytes(copy);
              }

              @Override
              public void onError(Throwable thrown) {
                result.completeExceptionally(thrown);
              }

              @Override
              public void onComplete() {
                result.complete(bytes.toByteArray());
              }
            });
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Damage flip(int at) {
    return file -> {
      byte[] damaged = Files.readAllBytes(file);
      damaged[at] ^= 1;
      Files.write(file, damaged);
    };
  }

  private static Map<String, Damage> damages() {
    Map<String, Damage> damages = new LinkedHashMap<>();
    damages.put("first byte", flip(0));
    damages.put("byte in the middle", flip(BYTES.length / 2));
    damages.put("last byte", flip(BYTES.length - 1));
    damages.put("truncated", file -> Files.write(file, Arrays.copyOf(BYTES, BYTES.length - 1)));
    damages.put("extended", file -> Files.write(file, new byte[1], StandardOpenOption.APPEND));
    damages.put("empty", file -> Files.write(file, new byte[0]));
    damages.put(
        "directory",
        file -> {
          Files.delete(file);
          Files.createDirectories(file.resolve("junk"));
        });
    damages.put(
        "dangling link",
        file -> {
          Files.delete(file);
          Files.createSymbolicLink(file, file.resolveSibling("nowhere"));
        });
    return damages;
  }

  private Cache stored(OnCorruption onCorruption) throws IOException {
    Path root = temporary.resolve("cache");
    Trees.delete(root);
    Cache cache = Cache.in(root, CacheOptions.DEFAULT.withOnCorruption(onCorruption));
    cache.put("key", BYTES);
    return cache;
  }

  @TestFactory
  List<DynamicTest> read_anyDamage_isATypedErrorAndStoringAgainHeals() {
    List<DynamicTest> tests = new ArrayList<>();
    readings()
        .forEach((reading, read) ->
            damages()
                .forEach((damage, doing) ->
                    tests.add(
                        dynamicTest(
                            reading + ", " + damage,
                            () -> {
                              for (OnCorruption on : OnCorruption.values()) {
                                assertFoundAndHealed(damage, read, doing, on);
                              }
                            }))));
    return tests;
  }

  private void assertFoundAndHealed(
      String name, Reading reading, Damage damage, OnCorruption onCorruption) throws IOException {
    Cache cache = stored(onCorruption);
    Path file = file(cache, INTEGRITY);
    Path target = temporary.resolve("target");
    assertThat(reading.read(cache.blob("key"), target)).isEqualTo(BYTES);
    Files.deleteIfExists(target);
    damage.to(file);

    assertThatExceptionOfType(CacheException.class)
        .isThrownBy(() -> reading.read(cache.blob("key"), target))
        .satisfies(e ->
            assertThat(e.code())
                .isEqualTo(
                    name.equals("dangling link")
                        ? CacheError.CONTENT_NOT_FOUND
                        : CacheError.INTEGRITY_MISMATCH))
        .satisfies(e -> assertThat(e.failure().path()).contains(file))
        .satisfies(e -> assertThat(e.failure().key()).contains("key"));

    assertThat(files(temporary)).allMatch(left -> left.startsWith("cache/"));
    assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(onCorruption == OnCorruption.KEEP || name.equals("dangling link"));
    cache.put("other key", BYTES);
    assertThat(reading.read(cache.blob("key"), target)).isEqualTo(BYTES);
    Files.deleteIfExists(target);
  }

  @TestFactory
  List<DynamicTest> read_uncheckedAndDamaged_givesWhatIsThere() {
    List<DynamicTest> tests = new ArrayList<>();
    readings()
        .forEach((name, reading) ->
            tests.add(
                dynamicTest(
                    name,
                    () -> {
                      Cache cache = stored(OnCorruption.QUARANTINE);
                      flip(5).to(file(cache, INTEGRITY));
                      byte[] damaged = BYTES.clone();
                      damaged[5] ^= 1;

                      Path target = temporary.resolve("target");
                      assertThat(reading.read(cache.blob("key").unchecked(), target))
                          .isEqualTo(damaged);
                      assertThat(file(cache, INTEGRITY)).exists();
                      Files.deleteIfExists(target);
                    })));
    return tests;
  }

  /// The one way that most file systems do not have: then nothing is made, which is told apart from
  /// damage.
  @Test
  void reflinkTo_damaged_isAMismatchAndMakesNothing() throws IOException {
    Cache cache = stored(OnCorruption.KEEP);
    Path target = temporary.resolve("target");
    flip(5).to(file(cache, INTEGRITY));

    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(() -> cache.blob("key").reflinkTo(target));
    assertThat(target).doesNotExist();
  }

  @Test
  void copyTo_damaged_leavesTheFileThatWasThere() throws IOException {
    Cache cache = stored(OnCorruption.KEEP);
    Path target = Files.writeString(temporary.resolve("target"), "before");
    flip(5).to(file(cache, INTEGRITY));

    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(() -> cache.blob("key").copyTo(target));
    assertThat(target).hasContent("before");
  }

  @Test
  void hardLinkTo_fileIsThere_leavesIt() throws IOException {
    Cache cache = stored(OnCorruption.KEEP);
    Path target = Files.writeString(temporary.resolve("target"), "before");

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> cache.blob("key").hardLinkTo(target));
    assertThat(target).hasContent("before");
  }

  @Test
  void check_emptyContentThatIsDamaged_isAMismatch() throws IOException {
    Cache cache = stored(OnCorruption.KEEP);
    cache.put("empty", new byte[0]);
    Files.write(file(cache, sha256(new byte[0])), HELLO);

    assertThatExceptionOfType(MismatchException.class).isThrownBy(() -> cache.get("empty"));
    try (BlobReader reader = cache.blob("empty").stream()) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(MismatchException.class).isThrownBy(reader::check);
      }
    }
  }

  @Test
  void get_readOnlyCacheThatIsDamaged_isAMismatch() throws IOException {
    Cache cache = stored(OnCorruption.QUARANTINE);
    flip(5).to(file(cache, INTEGRITY));
    FaultyFileSystem disk = FaultyFileSystem.create();
    Cache readOnly = Cache.in(disk.path(cache.root()));
    List<String> before = files(cache.root());
    disk.pretendReadOnly();

    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(() -> readOnly.get("key"))
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(files(cache.root())).isEqualTo(before);
  }

  @Test
  void read_interruptedThread_failsAndQuarantinesNothing() throws IOException {
    Cache cache = stored(OnCorruption.QUARANTINE);
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(ClosedByInterruptException.class)
          .isThrownBy(() -> cache.get("key"));
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> cache.put("new", HELLO));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(cache.get("key")).isEqualTo(BYTES);
    assertThat(cache.find("new")).isEmpty();
    assertThat(Samples.temporaries(cache.root())).isEmpty();
  }
}
