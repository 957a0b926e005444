package dev.cratehold.mirror.sync;

/// Is told how far a sync is, several times a second, by one thread.
@FunctionalInterface
public interface SyncListener {
  /// What a sync is at.
  enum Phase {
    /// It adds names to the queue; the total is not known.
    LISTING,
    /// It looks at index files.
    LOOKING,
    /// It fetches crates.
    FETCHING,
    /// It waits until the last crates are on the disk.
    ENDING
  }

  /// How far it is.
  ///
  /// @param done how many things of this phase are done, in vain or not
  /// @param total how many there are; 0 if that is not known
  /// @param bytes how many bytes of crates were fetched in this sync
  record Progress(Phase phase, long done, long total, long bytes) {}

  /// Called now and then.
  void progressed(Progress progress);
}
