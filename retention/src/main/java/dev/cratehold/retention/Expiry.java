package dev.cratehold.retention;

import java.time.Duration;

/// How long an entry may stay unused.
///
/// @param reason given if it was unused for longer
public record Expiry(Duration after, Reason reason) {
  /// Checks that the time is not negative.
  public Expiry {
    if (after.isNegative()) {
      throw new IllegalArgumentException("an age must not be negative: " + after);
    }
  }

  /// After this time without a use.
  public static Expiry unusedFor(Duration time) {
    return new Expiry(time, new Reason.Unused(time));
  }
}
