package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA1;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.HELLO_SHA384;
import static dev.cratehold.cas.Samples.HELLO_SHA512;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 12 of the cache: content that is not what it must be leaves neither content nor entry nor
/// temporary file; what is, is found by all of its digests.
final class CacheAcceptance12WriteVerificationTest {
  private static final List<Layout> LAYOUTS = List.of(Layout.RUST, Layout.NPM, Layout.DUAL);

  @TempDir Path temporary;

  @FunctionalInterface
  private interface Writing {
    Integrity write(Cache cache, PutOptions options) throws IOException;
  }

  private Map<String, Writing> writings() throws IOException {
    Path file = Files.write(temporary.resolve("file"), HELLO);
    Map<String, Writing> writings = new LinkedHashMap<>();
    writings.put("put", (cache, options) -> cache.put("key", HELLO, options));
    writings.put("put without key", (cache, options) -> cache.put(HELLO, options));
    writings.put(
        "put a stream",
        (cache, options) -> cache.put("key", new ByteArrayInputStream(HELLO), options));
    writings.put("put a file", (cache, options) -> cache.put("key", file, options));
    writings.put(
        "writer",
        (cache, options) -> {
          try (CacheWriter writer = cache.writer("key", options)) {
            for (byte one : HELLO) {
              writer.write(one);
            }
            return writer.commit();
          }
        });
    writings.put(
        "batch",
        (cache, options) -> {
          try (CacheBatch batch = cache.batch()) {
            Integrity integrity = batch.put("key", HELLO, options);
            batch.commit();
            return integrity;
          }
        });
    writings.put("link", (cache, options) -> cache.link("key", file, options));
    writings.put(
        "publisher",
        (cache, options) -> {
          CompletionStage<Integrity> stored;
          try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>()) {
            stored = cache.async().put("key", source, options);
            source.submit(ByteBuffer.wrap(HELLO, 0, 5));
            source.submit(ByteBuffer.wrap(HELLO, 5, 6));
          }
          try {
            return stored.toCompletableFuture().join();
          } catch (CompletionException e) {
            throw (IOException) e.getCause();
          }
        });
    return writings;
  }

  /// Digests of something else.
  private static Integrity wrong(HashAlgorithm... algorithms) {
    return Hasher.hash(new byte[] {1}, Set.of(algorithms));
  }

  @Test
  void write_wrongSizeOrIntegrity_leavesNothing() throws IOException {
    List<PutOptions> wrong =
        List.of(
            PutOptions.DEFAULT.withSize(0),
            PutOptions.DEFAULT.withSize(10),
            PutOptions.DEFAULT.withSize(12),
            PutOptions.DEFAULT.withSize(Long.MAX_VALUE),
            PutOptions.DEFAULT.withIntegrity(wrong(HashAlgorithm.SHA256)),
            PutOptions.DEFAULT.withIntegrity(wrong(HashAlgorithm.SHA512)),
            PutOptions.DEFAULT.withIntegrity(wrong(HashAlgorithm.SHA1)),
            PutOptions.DEFAULT.withIntegrity(
                wrong(HashAlgorithm.SHA256, HashAlgorithm.SHA512).and(HELLO_SHA384)),
            PutOptions.DEFAULT.withIntegrity(
                wrong(HashAlgorithm.SHA256)
                    .and(Hasher.hash(new byte[2], Set.of(HashAlgorithm.SHA256)))),
            PutOptions.DEFAULT.withIntegrity(HELLO_SHA256).withSize(10));
    for (Map.Entry<String, Writing> writing : writings().entrySet()) {
      for (Layout layout : LAYOUTS) {
        for (PutOptions options : wrong) {
          Path root = temporary.resolve("cache");

          assertThatExceptionOfType(MismatchException.class)
              .as("%s, %s, %s", writing.getKey(), layout, options)
              .isThrownBy(() -> writing.getValue().write(cache(root, layout), options));
          assertThat(files(root)).as("%s, %s, %s", writing.getKey(), layout, options).isEmpty();
        }
      }
    }
  }

  @Test
  void write_rightSizeAndIntegrity_isFoundByEachDigestThatItReturns() throws IOException {
    Integrity another = wrong(HashAlgorithm.SHA256);
    List<PutOptions> right =
        List.of(
            PutOptions.DEFAULT,
            PutOptions.DEFAULT.withSize(11),
            PutOptions.DEFAULT.withIntegrity(HELLO_SHA1),
            PutOptions.DEFAULT.withIntegrity(HELLO_SHA256),
            PutOptions.DEFAULT.withIntegrity(HELLO_SHA512),
            PutOptions.DEFAULT.withIntegrity(HELLO_SHA384).withSize(11),
            PutOptions.DEFAULT.withIntegrity(HELLO_SHA512.and(HELLO_SHA256)),
            PutOptions.DEFAULT.withIntegrity(HELLO_SHA256.and(another)),
            PutOptions.DEFAULT.withIntegrity(another.and(HELLO_SHA256)),
            PutOptions.DEFAULT
                .withAlgorithms(HashAlgorithm.SHA1, HashAlgorithm.SHA384)
                .withIntegrity(HELLO_SHA512));
    int number = 0;
    for (Map.Entry<String, Writing> writing : writings().entrySet()) {
      for (Layout layout : LAYOUTS) {
        for (PutOptions options : right) {
          Cache cache = cache(temporary.resolve("cache" + number++), layout);
          Integrity stored = writing.getValue().write(cache, options);

          for (ContentHash hash : stored.hashes()) {
            assertThat(cache.get(Integrity.of(hash)))
                .as("%s, %s, %s", writing.getKey(), layout, options)
                .isEqualTo(HELLO);
          }
          options.integrity().ifPresent(wanted -> assertThat(wanted.isMetBy(stored)).isTrue());
          if (options.integrity().isPresent()) {
            assertThat(cache.get(options.integrity().get())).isEqualTo(HELLO);
          }
        }
      }
    }
  }
}
