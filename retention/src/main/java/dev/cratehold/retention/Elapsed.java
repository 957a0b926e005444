package dev.cratehold.retention;

import java.time.Instant;

/// Time that went by, in seconds, without overflow.
final class Elapsed {
  private Elapsed() {}

  /// From `second` of the epoch to `now`; the largest or smallest number where it is more than
  /// that.
  static long since(long second, Instant now) {
    long present = now.getEpochSecond();
    long difference = present - second;
    boolean overflown = ((present ^ second) & (present ^ difference)) < 0;
    if (!overflown) {
      return difference;
    }
    return present < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
