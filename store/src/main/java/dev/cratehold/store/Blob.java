package dev.cratehold.store;

import java.io.IOException;

/// A stored crate file, open for reading. It stays readable if it is deleted meanwhile.
public sealed interface Blob extends AutoCloseable permits LocalFile {
  /// In bytes.
  long length();

  @Override
  void close() throws IOException;
}
