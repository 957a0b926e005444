package dev.cratehold.upstream;

import java.util.Map;

/// What an upstream was asked since it was made: a snapshot of its counters.
///
/// @param requests HTTP requests sent, retries and followed redirects included
/// @param retries attempts after a failed one
/// @param failures what failed after all attempts, by kind; every kind is there
/// @param refused what was not even sent because the server's circuit was open
/// @param failovers how often the next source was asked because one had failed
/// @param bytesReceived bytes of bodies, as they were sent
/// @param inFlight requests under way now, bodies included
public record UpstreamStatistics(
    long requests,
    long retries,
    Map<UpstreamException.Kind, Long> failures,
    long refused,
    long failovers,
    long bytesReceived,
    int inFlight) {
  public UpstreamStatistics {
    failures = Map.copyOf(failures);
  }
}
