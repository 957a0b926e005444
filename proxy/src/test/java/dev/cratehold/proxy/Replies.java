package dev.cratehold.proxy;

import dev.cratehold.store.LocalFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/// Reads replies as a client does.
final class Replies {
  private Replies() {}

  /// The whole file, however it comes; closes the reply.
  static byte[] bytes(CrateReply reply) throws IOException {
    return switch (reply) {
      case CrateReply.Stored(LocalFile file) -> {
        try (file) {
          ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.length()));
          while (bytes.hasRemaining() && file.channel().read(bytes, bytes.position()) >= 0) {}
          yield bytes.array();
        }
      }
      case CrateReply.Arriving(FillReader reader) -> {
        try (reader) {
          yield readToEnd(reader);
        }
      }
      case CrateReply.Missing(String reason) -> throw new AssertionError(reason);
    };
  }

  /// What comes from now on.
  static byte[] readToEnd(FillReader reader) throws IOException {
    return readToEnd(reader, 0);
  }

  /// What comes from `start` on.
  static byte[] readToEnd(FillReader reader, long start) throws IOException {
    Semaphore progress = new Semaphore(0);
    reader.onProgress(progress::release);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (true) {
      ByteBuffer chunk = ByteBuffer.allocate(10_000);
      int n = reader.read(chunk, start + read.size());
      if (n < 0) {
        return read.toByteArray();
      }
      read.write(chunk.array(), 0, n);
      if (n == 0) {
        progress.acquireUninterruptibly();
      }
    }
  }
}
