package dev.cratehold.home.compat;

/// Cargo's limits of size, in the order in which it enforces them.
public enum CompatLimit {
  /// All downloaded crates.
  CRATES,
  /// All extracted crates.
  SRCS,
  /// All clones and checkouts.
  GIT,
  /// All crates, downloaded and extracted.
  DOWNLOADS
}
