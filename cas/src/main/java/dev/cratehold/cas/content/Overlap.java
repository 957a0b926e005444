package dev.cratehold.cas.content;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/// Hashes on another processor while a file is read or written: both take about as long, so large
/// content takes half the time.
public final class Overlap {
  /// From how many bytes on starting a thread pays.
  public static final int LEAST = 1 << 20;

  private Overlap() {}

  /// Something that reads or writes.
  @FunctionalInterface
  public interface Transfer {
    /// Does it.
    void run() throws IOException;
  }

  /// Does both at the same time, and returns when both are done.
  ///
  /// @param hashing for another thread
  /// @param transfer for this thread
  /// @throws IllegalStateException if the hashing failed
  public static void run(Runnable hashing, Transfer transfer) throws IOException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread other =
        Thread.ofVirtual()
            .name("hashing")
            .uncaughtExceptionHandler((_, thrown) -> failure.set(thrown))
            .start(hashing);
    try {
      transfer.run();
    } finally {
      join(other);
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the content could not be hashed", failure.get());
    }
  }

  /// An interrupt has to wait: the bytes that are being hashed are the caller's.
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
