package dev.cratehold.home;

import java.time.Instant;

/// When something was used last, and how that is known.
///
/// @param seconds since the epoch
public record LastUse(long seconds, Evidence evidence) {
  /// How a last use is known.
  public enum Evidence {
    /// Cargo's database says so.
    DATABASE,
    /// Nothing says so; the file was last modified then.
    MODIFIED,
    /// Nothing is known; zero seconds.
    NONE
  }

  /// Nothing is known.
  public static final LastUse UNKNOWN = new LastUse(0, Evidence.NONE);

  public Instant instant() {
    return Instant.ofEpochSecond(seconds);
  }

  /// The later of two.
  public LastUse or(LastUse other) {
    return other.seconds > seconds ? other : this;
  }
}
