package dev.cratehold.store;

import java.util.Map;

/// How many things are in a [WorkQueue].
public record WorkTotals(Map<WorkState, Long> indexFiles, Map<WorkState, Long> crates) {
  public WorkTotals {
    indexFiles = Map.copyOf(indexFiles);
    crates = Map.copyOf(crates);
  }

  /// The things of both kinds in this state.
  public long in(WorkState state) {
    return indexFiles.getOrDefault(state, 0L) + crates.getOrDefault(state, 0L);
  }

  /// The index files, whatever their state.
  public long allIndexFiles() {
    return indexFiles.values().stream().mapToLong(Long::longValue).sum();
  }

  /// All things.
  public long all() {
    return in(WorkState.WAITING) + in(WorkState.FAILED) + in(WorkState.REFUSED);
  }
}
