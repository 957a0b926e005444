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

  /// The end of the last year that everybody can write. Damaged rows may claim more.
  public static final long LAST_YEAR = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  /// Nothing is known.
  public static final LastUse UNKNOWN = new LastUse(0, Evidence.NONE);

  /// As a time of the calendar, at most [#LAST_YEAR].
  public Instant instant() {
    return Instant.ofEpochSecond(Math.min(seconds, LAST_YEAR));
  }

  /// The later of two.
  public LastUse or(LastUse other) {
    return other.seconds > seconds ? other : this;
  }
}
