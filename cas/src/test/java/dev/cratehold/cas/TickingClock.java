package dev.cratehold.cas;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that is a millisecond later each time it is asked, and never behind the system's.
final class TickingClock extends Clock {
  private final AtomicLong last = new AtomicLong();

  @Override
  public Instant instant() {
    long now = System.currentTimeMillis();
    return Instant.ofEpochMilli(last.updateAndGet(time -> Math.max(time + 1, now)));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
