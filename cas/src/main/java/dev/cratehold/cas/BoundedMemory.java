package dev.cratehold.cas;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The last things that were used, within bounds.
final class BoundedMemory implements Memory {
  static final int MOST = 500;
  static final long MOST_BYTES = 50L << 20;
  static final Duration LIFE = Duration.ofMinutes(3);
  private static final int INITIAL = 64;
  private static final float LOAD = 0.75f;

  private record Kept(Memo memo, Instant until) {}

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Kept> byName = new LinkedHashMap<>(INITIAL, LOAD, true);
  private long bytes;

  BoundedMemory(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Memo> get(String name) {
    lock.lock();
    try {
      Kept kept = byName.get(name);
      if (kept == null) {
        return Optional.empty();
      }
      if (kept.until().isAfter(clock.instant())) {
        return Optional.of(kept.memo());
      }
      forget(name);
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(String name, Memo memo) {
    lock.lock();
    try {
      forget(name);
      if (memo.size() > MOST_BYTES) {
        return;
      }
      byName.put(name, new Kept(memo, clock.instant().plus(LIFE)));
      bytes += memo.size();
      Iterator<Kept> oldest = byName.values().iterator();
      while (byName.size() > MOST || bytes > MOST_BYTES) {
        bytes -= oldest.next().memo().size();
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(String name) {
    Kept kept = byName.remove(name);
    if (kept != null) {
      bytes -= kept.memo().size();
    }
  }

  @Override
  public void clear() {
    lock.lock();
    try {
      byName.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
