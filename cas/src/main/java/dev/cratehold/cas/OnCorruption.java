package dev.cratehold.cas;

/// What happens to stored content that proves corrupt when it is read. The read fails in any case.
public enum OnCorruption {
  /// It is moved to the directory `quarantine`, so that the next one who stores it heals it. Where
  /// that is not possible, as on a read-only disk, it stays; as it does where somebody else answers
  /// for the directory.
  QUARANTINE,
  /// It stays where it is.
  KEEP
}
