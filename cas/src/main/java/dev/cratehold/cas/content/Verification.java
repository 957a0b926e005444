package dev.cratehold.cas.content;

import dev.cratehold.cas.integrity.ContentHash;

/// What hashing one stored file again has shown.
public sealed interface Verification {
  /// The file has the digest that it is named after.
  ///
  /// @param size in bytes
  record Intact(long size) implements Verification {}

  /// There is no such file.
  record Missing() implements Verification {}

  /// The file is not what its name says.
  ///
  /// @param actual the digest of its bytes
  /// @param size in bytes
  record Corrupt(ContentHash actual, long size) implements Verification {}

  /// There is something else in its place, such as a directory.
  record NoFile() implements Verification {}
}
