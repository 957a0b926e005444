package dev.cratehold.server;

import dev.cratehold.store.statistics.ServedRequest;
import dev.cratehold.store.statistics.Statistics;
import dev.cratehold.store.statistics.StatisticsReport;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Statistics that keep every request, and report what a test sets.
final class FakeStatistics implements Statistics {
  private final LinkedBlockingQueue<ServedRequest> served = new LinkedBlockingQueue<>();
  private final AtomicInteger reports = new AtomicInteger();
  private volatile Optional<StatisticsReport> report =
      Optional.of(new StatisticsReport(Instant.EPOCH, List.of()));

  void reportIs(StatisticsReport now) {
    report = Optional.of(now);
  }

  /// Has every report fail.
  void fail() {
    report = Optional.empty();
  }

  /// How often a report was asked for.
  int reports() {
    return reports.get();
  }

  /// The next request that was counted.
  ServedRequest next() throws InterruptedException {
    return Objects.requireNonNull(served.poll(20, TimeUnit.SECONDS), "nothing was counted");
  }

  /// True if no further request was counted so far.
  boolean isEmpty() {
    return served.isEmpty();
  }

  @Override
  public void served(ServedRequest request) {
    served.add(request);
  }

  @Override
  public void flush() {}

  @Override
  public StatisticsReport report(int top) throws IOException {
    reports.incrementAndGet();
    return report.orElseThrow(() -> new IOException("the disk fails"));
  }
}
