package dev.cratehold.store;

/// How a store may be opened.
public enum Access {
  /// For reading and writing; a directory that cannot be written is refused.
  WRITE,

  /// For reading and writing; from a directory that cannot be written, what it holds is read.
  READ_IF_NOT_WRITABLE
}
