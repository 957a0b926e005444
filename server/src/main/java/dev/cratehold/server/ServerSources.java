package dev.cratehold.server;

import dev.cratehold.store.Alert;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.store.statistics.Statistics;
import dev.cratehold.upstream.SourceStatus;
import dev.cratehold.upstream.UpstreamStatistics;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The parts behind a server: how they do, which its readiness and its metrics say besides what it
/// counts itself, and who takes its orders. Every method but the last answers at once, from memory.
public interface ServerSources {
  /// Whether the store can take more.
  StoreStatus store();

  /// How often alerts of each kind were raised since the store was opened.
  Map<Alert.Kind, Long> alerts();

  /// The upstream's sources, the preferred one first.
  List<SourceStatus> upstreams();

  /// What the upstream was asked so far.
  UpstreamStatistics upstreamStatistics();

  /// What was served, in windows of time.
  Statistics statistics();

  /// Who prefetches what clients with the right order.
  PrefetchDesk prefetches();

  /// How many crate versions the store holds, as far as they are counted.
  long crates();

  /// The crates that were stored last, latest first. The one method that may wait.
  ///
  /// @param limit how many at most
  List<HeldCrate> latestCrates(int limit) throws IOException;
}
