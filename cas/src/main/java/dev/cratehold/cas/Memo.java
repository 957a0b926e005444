package dev.cratehold.cas;

import dev.cratehold.cas.index.IndexEntry;
import java.util.Optional;

/// Content that is remembered, with the entry by which it was read if that was by key.
///
/// Immutable, and safe for use by several threads.
public final class Memo {
  private final Optional<IndexEntry> entry;
  private final byte[] bytes;

  /// @param bytes that nobody changes any more
  Memo(Optional<IndexEntry> entry, byte[] bytes) {
    this.entry = entry;
    this.bytes = bytes;
  }

  /// The entry; empty if the content was read by its digest.
  public Optional<IndexEntry> entry() {
    return entry;
  }

  /// A copy of the content.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// How many bytes it is.
  public int size() {
    return bytes.length;
  }
}
