package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import dev.cratehold.store.WorkTotals;
import java.util.List;
import java.util.Optional;

/// What a sync came to.
///
/// @param left what is still in the work queue
/// @param stopped why it ended before everything was tried; empty if everything was
public record SyncReport(Done done, WorkTotals left, Optional<String> stopped) {
  /// What was done.
  ///
  /// @param looked how many index files there are, of those that were looked at
  /// @param missing how many crates the upstream does not have, or not any more
  /// @param missingNames some of these
  /// @param fetched how many crates were fetched
  /// @param bytes how many bytes these have
  /// @param held how many crates were there already
  /// @param dropped how many crates were not listed any more
  public record Done(
      long looked,
      long missing,
      List<CrateName> missingNames,
      long fetched,
      long bytes,
      long held,
      long dropped) {
    public Done {
      missingNames = List.copyOf(missingNames);
    }
  }

  /// True if nothing is left to be fetched.
  public boolean isComplete() {
    return left.all() == 0 && stopped.isEmpty();
  }
}
