package dev.cratehold.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it. Safe for use by several threads.
public final class FakeClock implements InstantSource {
  private static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now;

  /// A clock that stands at the first instant of 2026, UTC.
  public FakeClock() {
    this(DEFAULT_START);
  }

  public FakeClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /// Moves the clock forward, or back if `step` is negative.
  public void advance(Duration step) {
    now.updateAndGet(instant -> instant.plus(step));
  }

  /// Puts the clock at `instant`.
  public void set(Instant instant) {
    now.set(instant);
  }
}
