package dev.cratehold.cas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// Caches and what is in them, for tests.
final class Samples {
  static final byte[] HELLO = "hello world".getBytes(UTF_8);
  static final Integrity HELLO_SHA1 = Integrity.parse("sha1-Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
  static final Integrity HELLO_SHA256 =
      Integrity.parse("sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=");
  static final Integrity HELLO_SHA384 =
      Integrity.parse("sha384-/b2OdaZ/KfcBpOBAOF4uI5hjA+oQI5IRr5B/y7g1eLPkF8txzmRu/QgZ3YwIjeG9");
  static final Integrity HELLO_SHA512 =
      Integrity.parse(
          "sha512-MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+YndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw==");
  static final Integrity OTHER = sha256("something else".getBytes(UTF_8));

  private Samples() {}

  static Cache cache(Path root, Layout layout) {
    return Cache.in(root, CacheOptions.DEFAULT.withLayout(layout));
  }

  static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Integrity sha256(byte[] bytes) {
    return Hasher.hash(bytes, Set.of(HashAlgorithm.SHA256));
  }

  /// Where content is, or would be.
  static Path file(Cache cache, Integrity integrity) {
    return ContentStore.in(cache.root()).path(integrity.strongest());
  }

  /// Where the lines of a key are, or would be.
  static Path bucket(Cache cache, String key) {
    return cache.index().buckets(key).getFirst();
  }

  /// The lines of a key as they are in their file.
  static List<String> lines(Cache cache, String key) throws IOException {
    return Files.readString(bucket(cache, key)).lines().filter(line -> !line.isEmpty()).toList();
  }

  /// Adds something to the file that the lines of a key are in.
  static void append(Cache cache, String key, byte[] bytes) throws IOException {
    Path bucket = bucket(cache, key);
    Files.createDirectories(bucket.resolveSibling("."));
    Files.write(bucket, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  static IndexEntry entry(String key, Integrity integrity, long time) {
    return new IndexEntry(
        key, Optional.of(integrity), time, OptionalLong.of(11), Optional.empty(), Optional.empty());
  }

  /// All regular files of a cache, by names relative to it; none if it is missing.
  static List<String> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /// Of those, the files that are content.
  static List<String> contents(Path root) throws IOException {
    return files(root).stream().filter(file -> file.startsWith("content-v2")).toList();
  }

  /// Of those, the temporary ones.
  static List<String> temporaries(Path root) throws IOException {
    return files(root).stream().filter(file -> file.startsWith("tmp")).toList();
  }
}
