package dev.cratehold.server;

import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.store.statistics.StatisticsReport;
import dev.cratehold.upstream.SourceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the server does, at one moment.
///
/// @param crates how many crate versions the store holds, as far as they are counted
/// @param statistics empty if they cannot be read
/// @param latest the crates that were stored last, latest first
record Overview(
    Instant at,
    StoreStatus store,
    long crates,
    List<SourceStatus> upstreams,
    Optional<StatisticsReport> statistics,
    List<HeldCrate> latest) {
  Overview {
    upstreams = List.copyOf(upstreams);
    latest = List.copyOf(latest);
  }
}
