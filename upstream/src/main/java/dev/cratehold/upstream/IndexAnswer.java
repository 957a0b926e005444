package dev.cratehold.upstream;

import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.Validators;

/// What an upstream says about one index file.
public sealed interface IndexAnswer {
  /// The file as it is now.
  ///
  /// @param body its bytes, decoded if they came compressed; belongs to the receiver
  /// @param file the same, read
  /// @param validators what to ask with next time
  @SuppressWarnings("ArrayRecordComponent") // answers are never compared
  record Changed(byte[] body, IndexFile file, Validators validators) implements IndexAnswer {}

  /// The file is still the one that the request's validators stand for.
  ///
  /// @param validators what to ask with next time: the known ones, renewed by the answer
  record Unchanged(Validators validators) implements IndexAnswer {}

  /// The registry has no such crate, and said so itself (404, 410 or 451).
  record Absent() implements IndexAnswer {}
}
