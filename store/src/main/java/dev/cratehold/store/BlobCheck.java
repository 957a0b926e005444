package dev.cratehold.store;

import dev.cratehold.registry.Checksum;

/// What hashing one stored crate file again has shown.
public sealed interface BlobCheck {
  /// The file has its checksum.
  ///
  /// @param size in bytes
  record Intact(long size) implements BlobCheck {}

  /// There is no such file.
  record Missing() implements BlobCheck {}

  /// The file has another checksum.
  ///
  /// @param actual the checksum of its bytes
  /// @param size in bytes
  record Corrupt(Checksum actual, long size) implements BlobCheck {}
}
