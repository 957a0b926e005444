package dev.cratehold.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Counts what fills do. Safe for use by several threads.
final class FillCounters {
  private final LongAdder started = new LongAdder();
  private final LongAdder resumed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder unstored = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicInteger underWay = new AtomicInteger();

  void begun() {
    started.increment();
    underWay.incrementAndGet();
  }

  void ended() {
    underWay.decrementAndGet();
  }

  LongAdder resumed() {
    return resumed;
  }

  LongAdder failed() {
    return failed;
  }

  LongAdder unstored() {
    return unstored;
  }

  LongAdder bytes() {
    return bytes;
  }

  ProxyStatistics.Fills snapshot() {
    return new ProxyStatistics.Fills(
        started.sum(), resumed.sum(), failed.sum(), unstored.sum(), bytes.sum(), underWay.get());
  }
}
