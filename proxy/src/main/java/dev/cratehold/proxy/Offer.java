package dev.cratehold.proxy;

/// What became of an index file that somebody other than the upstream vouches for.
public enum Offer {
  /// There was none, and it is kept.
  TAKEN,
  /// The very same was here.
  SAME,
  /// Another one is here, and stays.
  DIFFERS
}
