package dev.cratehold.server;

import dev.cratehold.store.Alert;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.upstream.SourceStatus;
import dev.cratehold.upstream.UpstreamStatistics;
import java.util.List;
import java.util.Map;

/// How the parts behind a server do: what its readiness and its metrics say besides what it counts
/// itself. Every method answers at once, from memory.
public interface ServerSources {
  /// Whether the store can take more.
  StoreStatus store();

  /// How often alerts of each kind were raised since the store was opened.
  Map<Alert.Kind, Long> alerts();

  /// The upstream's sources, the preferred one first.
  List<SourceStatus> upstreams();

  /// What the upstream was asked so far.
  UpstreamStatistics upstreamStatistics();
}
