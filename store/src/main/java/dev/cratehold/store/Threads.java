package dev.cratehold.store;

import java.io.InterruptedIOException;

/// Waiting for threads.
final class Threads {
  private Threads() {}

  /// Waits until `thread` has ended.
  ///
  /// @throws InterruptedIOException if the caller is interrupted meanwhile; it stays interrupted
  static void join(Thread thread) throws InterruptedIOException {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + thread.getName());
    }
  }
}
