package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.bytes;
import static dev.cratehold.cas.Samples.temporaries;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.content.Trees;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 13 of the cache: content of every size at which one of the programs does something else, by
/// every method that stores it, in pieces of all sizes.
final class CacheAcceptance13EdgeSizesTest {
  private static final int MIB = 1 << 20;
  private static final long SEED = 13;

  @TempDir Path temporary;
  private Cache cache;
  private Path file;

  @FunctionalInterface
  private interface Writing {
    Integrity write(byte[] bytes, PutOptions options) throws IOException;
  }

  @BeforeEach
  void openCache() {
    cache = Cache.in(temporary.resolve("cache"));
    file = temporary.resolve("file");
  }

  private Integrity inPieces(byte[] bytes, PutOptions options, IntSupplier pieces)
      throws IOException {
    try (CacheWriter writer = cache.writer("key", options)) {
      for (int at = 0; at < bytes.length; ) {
        int piece = Math.min(pieces.getAsInt(), bytes.length - at);
        writer.write(bytes, at, piece);
        at += piece;
      }
      return writer.commit();
    }
  }

  private Map<String, Writing> writings() {
    Map<String, Writing> writings = new LinkedHashMap<>();
    writings.put("put", (bytes, options) -> cache.put("key", bytes, options));
    writings.put(
        "put a stream",
        (bytes, options) -> cache.put("key", new ByteArrayInputStream(bytes), options));
    writings.put(
        "put a file", (bytes, options) -> cache.put("key", Files.write(file, bytes), options));
    writings.put("link", (bytes, options) -> cache.link("key", Files.write(file, bytes), options));
    writings.put("pieces of 1 MiB", (bytes, options) -> inPieces(bytes, options, () -> MIB));
    Random random = new Random(SEED);
    writings.put(
        "pieces of random sizes, seed " + SEED,
        (bytes, options) -> inPieces(bytes, options, () -> random.nextInt(100_000)));
    writings.put(
        "batch",
        (bytes, options) -> {
          try (CacheBatch batch = cache.batch()) {
            Integrity integrity = batch.put("key", bytes, options);
            batch.commit();
            return integrity;
          }
        });
    writings.put(
        "publisher",
        (bytes, options) -> {
          CompletionStage<Integrity> stored;
          try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>()) {
            stored = cache.async().put("key", source, options);
            for (int at = 0; at < bytes.length; at += MIB) {
              source.submit(ByteBuffer.wrap(bytes, at, Math.min(MIB, bytes.length - at)));
            }
          }
          return stored.toCompletableFuture().join();
        });
    return writings;
  }

  private Map<String, Writing> bySmallPieces() {
    Map<String, Writing> writings = new LinkedHashMap<>();
    writings.put(
        "bytes one by one",
        (bytes, options) -> {
          try (CacheWriter writer = cache.writer("key", options)) {
            for (byte one : bytes) {
              writer.write(one);
            }
            return writer.commit();
          }
        });
    writings.put("pieces of 1 byte", (bytes, options) -> inPieces(bytes, options, () -> 1));
    writings.put("pieces of 7 bytes", (bytes, options) -> inPieces(bytes, options, () -> 7));
    return writings;
  }

  private void assertStoredByEach(Map<String, Writing> writings, int size, PutOptions options)
      throws IOException {
    byte[] bytes = bytes(size, size);
    Integrity expected = Hasher.hash(bytes, Set.of(HashAlgorithm.SHA256));
    for (Map.Entry<String, Writing> writing : writings.entrySet()) {
      Trees.delete(cache.root());

      assertThat(writing.getValue().write(bytes, options))
          .as("%s, %d bytes", writing.getKey(), size)
          .isEqualTo(expected);

      assertThat(cache.blob("key").check()).isEqualTo(size);
      assertThat(cache.find("key").orElseThrow().size())
          .as("%s, %d bytes", writing.getKey(), size)
          .hasValue(size);
      assertThat(temporaries(cache.root())).isEmpty();
    }
  }

  @Test
  void put_sizesUpToOneMebibyte_isStoredByEveryMethod() throws IOException {
    Map<String, Writing> all = writings();
    all.putAll(bySmallPieces());
    for (int size : new int[] {0, 1, 8191, 8192, 8193, MIB - 1, MIB, MIB + 1}) {
      assertStoredByEach(all, size, PutOptions.DEFAULT);
      assertStoredByEach(all, size, PutOptions.DEFAULT.withSize(size));
    }
  }

  @Test
  void put_64MebibytesAndOneMore_isStoredByEveryMethod() throws IOException {
    assertStoredByEach(writings(), 64 * MIB, PutOptions.DEFAULT);
    assertStoredByEach(writings(), 64 * MIB + 1, PutOptions.DEFAULT.withSize(64 * MIB + 1));
  }

  @Test
  void put_withoutKey_isStoredAtEverySize() throws IOException {
    for (int size : new int[] {0, 1, MIB - 1, MIB, MIB + 1}) {
      byte[] bytes = bytes(size, size);

      assertThat(cache.get(cache.put(bytes, PutOptions.DEFAULT.withSize(size)))).isEqualTo(bytes);
    }
  }

  @Test
  void get_rangesAtTheEdges_areThoseOfTheContent() throws IOException {
    byte[] bytes = bytes(1, 1000);
    cache.put("key", bytes);
    Blob blob = cache.blob("key");
    List<byte[]> ranges = new ArrayList<>();
    ranges.add(blob.range(0, 0));
    ranges.add(blob.range(1000, 1));
    ranges.add(blob.range(Long.MAX_VALUE, Integer.MAX_VALUE));
    assertThat(ranges).allMatch(range -> range.length == 0);
    assertThat(blob.range(999, 5)).containsExactly(bytes[999]);
    assertThat(blob.range(0, 1000)).isEqualTo(bytes);
  }

  @Test
  void bodyPublisher_emptyContent_canBeMade() throws IOException {
    cache.put("empty", new byte[0]);
    cache.put("key", new byte[1]);

    assertThat(cache.blob("empty").bodyPublisher().contentLength()).isNegative();
    assertThat(cache.blob("key").bodyPublisher().contentLength()).isEqualTo(1);
  }
}
