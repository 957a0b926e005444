package dev.cratehold.server;

import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.statistics.StatisticsReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Looks how the server does, at most once in a few seconds, however often it is asked: nobody can
/// keep the database busy by asking.
///
/// Safe for use by several threads; may wait, so not for event loops.
final class Overviews {
  private static final System.Logger LOG = System.getLogger(Overviews.class.getName());
  private static final Duration KEPT = Duration.ofSeconds(5);
  private static final int TOP = 10;
  private static final int LATEST = 10;

  private final ServerSources sources;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Overview> last = Optional.empty();

  Overviews(ServerSources sources, InstantSource clock) {
    this.sources = sources;
    this.clock = clock;
  }

  /// How the server does now, or did some seconds ago.
  Overview current() {
    lock.lock();
    try {
      Instant now = clock.instant();
      Overview current = last.filter(overview -> isFresh(overview, now)).orElseGet(() -> at(now));
      last = Optional.of(current);
      return current;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isFresh(Overview overview, Instant now) {
    return Duration.between(overview.at(), now).abs().compareTo(KEPT) < 0;
  }

  private Overview at(Instant now) {
    return new Overview(
        now, sources.store(), sources.crates(), sources.upstreams(), statistics(), latest());
  }

  private Optional<StatisticsReport> statistics() {
    try {
      return Optional.of(sources.statistics().report(TOP));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the statistics could not be read", e);
      return Optional.empty();
    }
  }

  private List<HeldCrate> latest() {
    try {
      return sources.latestCrates(LATEST);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the crates stored last could not be read", e);
      return List.of();
    }
  }
}
