package dev.cratehold.cas.content;

import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// Contents for tests.
final class Samples {
  private static final Set<HashAlgorithm> SHA256 = Set.of(HashAlgorithm.SHA256);

  private Samples() {}

  static StagedContent stage(ContentStore store) throws IOException {
    return store.stageFollowed(SHA256);
  }

  /// Bytes that differ by seed.
  static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static ContentHash digest(byte[] bytes) {
    return Hasher.hash(bytes, SHA256).strongest();
  }

  static ContentHash publish(ContentStore store, byte[] bytes) throws IOException {
    ContentHash digest = digest(bytes);
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(bytes));
      staged.publish(Integrity.of(digest));
    }
    return digest;
  }

  static byte[] read(FileChannel channel, long size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size));
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {}
    return buffer.array();
  }

  static byte[] read(ContentStore store, ContentHash digest) throws IOException {
    try (Content content = store.open(digest).orElseThrow()) {
      return read(content.channel(), content.size());
    }
  }

  /// Where the file with this digest lies.
  static Path file(Path root, ContentHash digest) {
    String hex = digest.hex();
    return root.resolve("content-v2/sha256")
        .resolve(hex.substring(0, 2))
        .resolve(hex.substring(2, 4))
        .resolve(hex.substring(4));
  }

  /// All regular files below `root`.
  static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
