package dev.cratehold.upstream;

import java.time.Duration;

/// A point on the monotonic clock until which something may take.
///
/// @param startNanos when the time began to run
/// @param limit how long it may take from then on
record Deadline(long startNanos, Duration limit) {
  /// Farther away than a process lives.
  static final Deadline NONE = in(Duration.ofDays(100 * 365));

  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime(), limit);
  }

  /// What is left, at least a millisecond, so that it can be waited for.
  Duration left() {
    Duration left = limit.minusNanos(System.nanoTime() - startNanos);
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }

  /// `patience`, or what is left if that is less.
  Duration cap(Duration patience) {
    Duration left = left();
    return left.compareTo(patience) < 0 ? left : patience;
  }

  boolean isSet() {
    return !equals(NONE);
  }
}
