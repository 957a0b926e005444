package dev.cratehold.store;

import dev.cratehold.store.statistics.GatheredTraffic;
import dev.cratehold.store.statistics.ServedRequest;
import dev.cratehold.store.statistics.Statistics;
import dev.cratehold.store.statistics.StatisticsReport;
import dev.cratehold.store.statistics.TrafficGatherer;
import dev.cratehold.store.statistics.Window;
import dev.cratehold.store.statistics.WindowReport;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Gathers statistics in memory and adds them to those in the database every few seconds, in one
/// transaction. What could not be written waits in memory, where it takes no more room than what is
/// gathered anyway; a request counts for the time at which it is written.
final class DeferredStatistics implements Statistics, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(DeferredStatistics.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final Database database;
  private final InstantSource clock;
  private final TrafficGatherer gatherer = new TrafficGatherer();
  private final RareWarning unwritten;
  private final Periodic flushing;

  DeferredStatistics(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.unwritten = new RareWarning(LOGGER, clock);
    this.flushing =
        new Periodic(
            "cratehold-statistics",
            INTERVAL,
            "statistics could not be written, will try again",
            clock,
            this::flush);
  }

  @Override
  public void served(ServedRequest request) {
    if (!database.isReadOnly()) {
      gatherer.add(request);
    }
  }

  @Override
  public void flush() throws IOException {
    GatheredTraffic taken = gatherer.take();
    if (taken.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    try {
      database.write(statements -> TrafficTables.add(statements, taken, now));
    } catch (IOException e) {
      gatherer.giveBack(taken);
      throw e;
    }
  }

  @Override
  public StatisticsReport report(int top) throws IOException {
    try {
      flush();
    } catch (IOException e) {
      unwritten.log("statistics could not be written before they were reported", e);
    }
    Instant now = clock.instant();
    List<WindowReport> windows = new ArrayList<>();
    for (Window window : Window.values()) {
      windows.add(new TrafficReader(database, window, now, top).read());
    }
    return new StatisticsReport(now, windows);
  }

  /// Writes what was gathered and ends the thread. Idempotent.
  @Override
  public void close() throws IOException {
    flushing.close();
    flush();
  }
}
