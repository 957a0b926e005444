package dev.cratehold.store;

/// What became of a crate file that was to be deleted unless it is young. All three are expected.
public enum BlobExpiry {
  DELETED,

  /// There was none.
  MISSING,

  /// It was published, or published once more, too short a time ago, so it stays.
  YOUNG
}
