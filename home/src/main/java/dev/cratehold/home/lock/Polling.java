package dev.cratehold.home.lock;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// How a wait with an end is made: a lock cannot be asked for with a limit, and a thread that waits
/// for it in the kernel cannot be called back, so it is asked for again and again.
///
/// @param nanoTime the clock
/// @param park sleeps so many nanoseconds
record Polling(LongSupplier nanoTime, LongConsumer park) {
  private static final Duration PAUSE = Duration.ofMillis(20);

  static Polling ofSystem() {
    return new Polling(System::nanoTime, LockSupport::parkNanos);
  }

  /// When patience that begins now will end.
  Deadline deadline(Patience patience) {
    return switch (patience) {
      case Patience.None() -> new Deadline(this, nanoTime.getAsLong(), false);
      case Patience.Bounded(Duration limit) ->
          new Deadline(this, nanoTime.getAsLong() + saturated(limit), false);
      case Patience.Forever() -> new Deadline(this, 0, true);
    };
  }

  /// In nanoseconds; what a `long` cannot hold is a century, long enough and far from overflow.
  private static long saturated(Duration limit) {
    Duration longest = Duration.ofDays(36_500);
    return limit.compareTo(longest) < 0 ? limit.toNanos() : longest.toNanos();
  }

  /// When a wait ends.
  record Deadline(Polling polling, long at, boolean isNever) {
    boolean isNow() {
      return !isNever && remaining() <= 0;
    }

    private long remaining() {
      return at - polling.nanoTime.getAsLong();
    }

    /// Sleeps a little.
    ///
    /// @return whether there was time for it
    boolean pause() throws InterruptedIOException {
      if (isNow()) {
        return false;
      }
      polling.park.accept(Math.min(PAUSE.toNanos(), Math.max(1, remaining())));
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for a lock of cargo");
      }
      return true;
    }
  }
}
