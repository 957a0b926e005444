package dev.cratehold.store;

import java.util.List;

/// What came of a thing in a [WorkQueue].
public sealed interface WorkOutcome {
  /// The index file was looked at: it is done, and of its crate these files and no others are to be
  /// held. A crate that the upstream does not have any more has none.
  record Looked(WorkItem.IndexFile item, List<CrateId> wanted) implements WorkOutcome {
    public Looked {
      wanted = List.copyOf(wanted);
    }
  }

  /// The crate file was published in the store: it is done once it is listed.
  record Published(WorkItem.Crate item) implements WorkOutcome {}

  /// There is no such thing any more.
  record Dropped(WorkItem item) implements WorkOutcome {}

  /// It could not be fetched.
  record Failed(FailedItem failure) implements WorkOutcome {}
}
