package dev.cratehold.proxy;

/// What a client says about the age of the answer that it would like to have.
public enum Wish {
  /// Whatever the settings say is fresh enough.
  AS_KEPT,
  /// What the upstream has now (`Cache-Control: no-cache`), be it that something is there, or that
  /// nothing is. The upstream is asked at most once a second for each name.
  REFRESHED
}
