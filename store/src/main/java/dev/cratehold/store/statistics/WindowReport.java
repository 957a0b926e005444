package dev.cratehold.store.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was counted in one window.
///
/// @param since when it begins; empty for [Window#EVER]
/// @param total over all requests
/// @param registries every registry, in order of names
/// @param cratesByRequests the crates that were asked for most often, most first
/// @param cratesByBytes the crates of which most bytes were served, most first
/// @param otherCrates the crates that have no sum of their own
/// @param clients the clients that asked most often, most first
/// @param otherClients the clients that have no sum of their own
public record WindowReport(
    Window window,
    Optional<Instant> since,
    Tally total,
    Latencies latencies,
    List<NamedTally> registries,
    List<NamedTally> cratesByRequests,
    List<NamedTally> cratesByBytes,
    Tally otherCrates,
    List<NamedTally> clients,
    Tally otherClients) {
  public WindowReport {
    registries = List.copyOf(registries);
    cratesByRequests = List.copyOf(cratesByRequests);
    cratesByBytes = List.copyOf(cratesByBytes);
    clients = List.copyOf(clients);
  }
}
