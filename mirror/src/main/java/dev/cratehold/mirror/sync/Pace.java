package dev.cratehold.mirror.sync;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// Holds the speed of a mirror to its [Politeness]: requests at even distances, and bytes as a debt
/// that is paid off by waiting.
///
/// Safe for use by several threads; nothing here waits.
final class Pace {
  private static final double NANOS = 1e9;

  private final Politeness politeness;
  private long nextRequest;
  private long paidOff;

  /// @param now of the clock that counts nanoseconds
  Pace(Politeness politeness, long now) {
    this.politeness = politeness;
    this.nextRequest = now;
    this.paidOff = now;
  }

  /// As fast as can be.
  static Pace none() {
    return new Pace(
        new Politeness(1, OptionalInt.empty(), OptionalLong.empty()), System.nanoTime());
  }

  /// Takes the next turn for a request. Returns how many nanoseconds from now it is.
  synchronized long reserve(long now) {
    long start = Math.max(now, nextRequest);
    if (politeness.requestsPerSecond().isPresent()) {
      nextRequest = start + (long) (NANOS / politeness.requestsPerSecond().getAsInt());
    }
    return Math.max(start, paidOff) - now;
  }

  /// Notes that a crate of so many bytes came.
  synchronized void charge(long bytes, long now) {
    if (politeness.bytesPerSecond().isPresent()) {
      long cost = (long) (bytes * NANOS / politeness.bytesPerSecond().getAsLong());
      paidOff = Math.max(paidOff, now) + cost;
    }
  }
}
