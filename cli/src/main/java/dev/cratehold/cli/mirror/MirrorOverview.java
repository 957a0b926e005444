package dev.cratehold.cli.mirror;

import dev.cratehold.mirror.sync.MirrorSettings;
import dev.cratehold.store.FailedItem;
import dev.cratehold.store.MirrorState;
import dev.cratehold.store.Totals;
import dev.cratehold.store.WorkState;
import dev.cratehold.store.WorkTotals;
import java.nio.file.Path;
import java.util.List;

/// How far a mirror is.
///
/// @param names how many crates it has
/// @param held what the store holds, for clients that asked for more than the mirror has included
/// @param left what is still to be fetched
/// @param failures some of what was tried in vain
record MirrorOverview(
    Path data,
    MirrorState state,
    MirrorSettings settings,
    long names,
    Totals held,
    WorkTotals left,
    List<FailedItem> failures) {
  MirrorOverview {
    failures = List.copyOf(failures);
  }

  /// How many versions are held or still to be fetched.
  long wanted() {
    return held.crates() + left.crates().values().stream().mapToLong(Long::longValue).sum();
  }

  /// How many things were tried in vain.
  long failed() {
    return left.in(WorkState.FAILED) + left.in(WorkState.REFUSED);
  }
}
