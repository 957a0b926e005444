package dev.cratehold.cas;

/// What is removed with a key.
public enum Removal {
  /// Its entry: a line says so.
  ENTRY,
  /// Its entry and all lines of it.
  HISTORY,
  /// Its entry, all lines of it, and its content if no other key stands for that.
  CONTENT
}
