package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// What a sync has done so far. Safe for use by several threads.
final class SyncCounters {
  private static final int NAMED = 10;

  private final AtomicLong looked = new AtomicLong();
  private final AtomicLong fetched = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong missing = new AtomicLong();
  private final List<CrateName> missingNames = new ArrayList<>();

  void looked() {
    looked.incrementAndGet();
  }

  void fetched(long size) {
    fetched.incrementAndGet();
    bytes.addAndGet(size);
  }

  void held() {
    held.incrementAndGet();
  }

  void dropped() {
    dropped.incrementAndGet();
  }

  void missing(CrateName name) {
    missing.incrementAndGet();
    synchronized (missingNames) {
      if (missingNames.size() < NAMED) {
        missingNames.add(name);
      }
    }
  }

  long bytes() {
    return bytes.get();
  }

  SyncReport.Done snapshot() {
    synchronized (missingNames) {
      return new SyncReport.Done(
          looked.get(),
          missing.get(),
          missingNames,
          fetched.get(),
          bytes.get(),
          held.get(),
          dropped.get());
    }
  }
}
