package dev.cratehold.store;

import java.util.OptionalLong;

/// Whether a store can take more, at one moment.
///
/// @param sentence says why not, and what to do; or that all is well
/// @param freeBytes what the disk has left
/// @param maxBytes the limit of [StoreOptions#maxBytes()]
/// @param storedBytes what crate files and database have, as far as they are counted yet
public record StoreStatus(
    State state, String sentence, long freeBytes, OptionalLong maxBytes, long storedBytes) {
  /// What a store can do.
  public enum State {
    /// Everything.
    WRITABLE,

    /// Serve what it has, and keep index files: there is no room for crates.
    FULL,

    /// Serve what it has: the last attempt to store something failed.
    FAILING,

    /// Serve what it has: it was opened for reading alone.
    READ_ONLY
  }
}
