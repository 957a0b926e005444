package dev.cratehold.proxy;

import java.util.Map;

/// What one [RegistryProxy] did since it was made: a snapshot of its counters.
///
/// @param index requests for index files
/// @param crates requests for crates
/// @param lookups look-ups in the web API
/// @param indexFlights requests for index files that wait for the upstream, each counted once
///   however many clients wait
/// @param negativeEntries names that the upstream said it does not have, as far as remembered
/// @param indexMemoryBytes about how much memory index files take
public record ProxyStatistics(
    Answers index,
    Answers crates,
    Answers lookups,
    Fills fills,
    int indexFlights,
    long negativeEntries,
    long indexMemoryBytes) {

  /// How requests of one kind were answered.
  ///
  /// @param found by how they came about; every status is there
  /// @param missing how many were told that there is no such thing
  /// @param failed how many got no answer
  public record Answers(Map<CacheStatus, Long> found, long missing, long failed) {
    public Answers {
      found = Map.copyOf(found);
    }
  }

  /// Crates fetched from the upstream.
  ///
  /// @param started how many were begun
  /// @param resumed how often one went on after the transfer had broken off
  /// @param failed how many did not come to a good end
  /// @param unstored how many were given on without being stored
  /// @param bytes how many bytes of crates came
  /// @param underWay how many are running now
  public record Fills(
      long started, long resumed, long failed, long unstored, long bytes, int underWay) {}
}
