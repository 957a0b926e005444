package dev.cratehold.proxy;

/// How it came that a crate is stored, or why it is not.
public enum Holding {
  /// It was stored before.
  HELD,
  /// It was fetched now.
  FETCHED,
  /// The registry's index does not list such a file, nor did it ever.
  NOT_LISTED
}
