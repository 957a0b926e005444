package dev.cratehold.store;

/// What a scrub does about what it finds.
public enum ScrubMode {
  /// Nothing: it only reports.
  REPORT,

  /// It moves corrupt files to the directory `quarantine`, takes them and missing files off the
  /// list, and forgets damaged index files, so that all of it can be fetched again.
  REPAIR
}
