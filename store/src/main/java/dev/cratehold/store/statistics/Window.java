package dev.cratehold.store.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A time up to now for which there are statistics. Each has counts of its own, in stretches of
/// equal length, so that a window is read without summing up those of a shorter one.
///
/// A window is at least as long as its name says and at most one stretch longer.
public enum Window {
  /// The last 60 minutes, in stretches of 5 minutes.
  HOUR(Duration.ofHours(1), Duration.ofMinutes(5)),

  /// The last 24 hours, in stretches of an hour.
  DAY(Duration.ofDays(1), Duration.ofHours(1)),

  /// The last 30 days, in stretches of a day.
  MONTH(Duration.ofDays(30), Duration.ofDays(1)),

  /// Since statistics began, in one stretch.
  EVER(Duration.ZERO, Duration.ZERO);

  private final Duration length;
  private final Duration stretch;

  Window(Duration length, Duration stretch) {
    this.length = length;
    this.stretch = stretch;
  }

  /// How the database and machine-readable output name it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The beginning of the stretch that `time` lies in, in seconds since 1970.
  public long stretchOf(Instant time) {
    return this == EVER ? 0 : Math.floorDiv(time.getEpochSecond(), seconds()) * seconds();
  }

  private long seconds() {
    return stretch.toSeconds();
  }

  /// The beginning of the first stretch of the window that ends at `now`, in seconds since 1970.
  public long firstStretch(Instant now) {
    return this == EVER ? 0 : stretchOf(now.minus(length));
  }

  /// When the window that ends at `now` begins; empty for [#EVER].
  public Optional<Instant> since(Instant now) {
    return this == EVER ? Optional.empty() : Optional.of(Instant.ofEpochSecond(firstStretch(now)));
  }
}
