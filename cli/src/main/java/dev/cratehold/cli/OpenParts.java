package dev.cratehold.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What has been opened so far, to be closed in reverse order. For one thread at a time.
final class OpenParts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /// Takes a part over.
  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /// Closes everything because of `failure`, which keeps what goes wrong meanwhile.
  void closeAfter(Exception failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /// Closes every part even if others fail; the first failure is thrown, with the rest. Idempotent.
  @Override
  public void close() throws IOException {
    if (parts.isEmpty()) {
      return;
    }
    AutoCloseable part = parts.pop();
    try {
      part.close();
    } catch (IOException | RuntimeException e) {
      closeAfter(e);
      throw e;
    } catch (Exception e) {
      closeAfter(e);
      throw new IOException(e);
    }
    close();
  }
}
