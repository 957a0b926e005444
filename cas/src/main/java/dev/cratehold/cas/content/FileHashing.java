package dev.cratehold.cas.content;

import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;

/// Hashes files.
final class FileHashing {
  private static final int BUFFER_SIZE = 256 * 1024;

  private FileHashing() {}

  /// What the file is, where one with this digest should be.
  static Verification verify(ContentHash expected, Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()
          ? verifyFile(expected, file)
          : new Verification.NoFile();
    } catch (NoSuchFileException _) {
      return new Verification.Missing();
    }
  }

  private static Verification verifyFile(ContentHash expected, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Hashed hashed = hash(channel, expected.algorithm());
      return hashed.hash().isSameDigest(expected)
          ? new Verification.Intact(hashed.size())
          : new Verification.Corrupt(hashed.hash(), hashed.size());
    }
  }

  private static Hashed hash(FileChannel channel, HashAlgorithm algorithm) throws IOException {
    MessageDigest function = algorithm.function();
    ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(channel.size(), 1, BUFFER_SIZE));
    long size = 0;
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      size += buffer.remaining();
      function.update(buffer);
      buffer.clear();
    }
    return new Hashed(ContentHash.of(algorithm, function.digest()), size);
  }

  private record Hashed(ContentHash hash, long size) {}
}
