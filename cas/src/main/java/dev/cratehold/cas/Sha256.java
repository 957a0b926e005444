package dev.cratehold.cas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 over buffers and files.
final class Sha256 {
  private static final int BUFFER_SIZE = 256 * 1024;

  private Sha256() {}

  /// A new hash function without input; not safe for use by several threads.
  static MessageDigest function() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
    }
  }

  /// The digest and the number of the bytes that `channel` holds from its position to its end.
  static Hashed of(FileChannel channel) throws IOException {
    MessageDigest function = function();
    ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(channel.size(), 1, BUFFER_SIZE));
    long size = 0;
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      size += buffer.remaining();
      function.update(buffer);
      buffer.clear();
    }
    return new Hashed(Digest.ofBytes(function.digest()), size);
  }

  /// What hashing some bytes found.
  record Hashed(Digest digest, long size) {}
}
