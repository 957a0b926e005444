package dev.cratehold.acceptance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what comes about by itself.
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /// A look at whether it has come about.
  @FunctionalInterface
  interface Attempt {
    boolean isDone() throws Exception;
  }

  /// Looks again and again.
  ///
  /// @param what is waited for, for the message
  /// @throws AssertionError if it takes too long
  static void until(String what, Attempt attempt) throws Exception {
    long start = System.nanoTime();
    while (!attempt.isDone()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
