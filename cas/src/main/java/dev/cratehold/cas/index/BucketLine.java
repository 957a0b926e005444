package dev.cratehold.cas.index;

import java.util.Optional;

/// A piece of a bucket between two line breaks.
final class BucketLine {
  private final byte[] bytes;
  private final Optional<IndexEntry> entry;

  /// @param bytes without line breaks
  /// @param entry what it says; empty if it is no line
  BucketLine(byte[] bytes, Optional<IndexEntry> entry) {
    this.bytes = bytes;
    this.entry = entry;
  }

  byte[] bytes() {
    return bytes;
  }

  Optional<IndexEntry> entry() {
    return entry;
  }

  boolean isOf(String key) {
    return entry.isPresent() && entry.get().key().equals(key);
  }

  /// What it is in a file, with the line break before it.
  byte[] inFile() {
    byte[] line = new byte[bytes.length + 1];
    line[0] = '\n';
    System.arraycopy(bytes, 0, line, 1, bytes.length);
    return line;
  }
}
