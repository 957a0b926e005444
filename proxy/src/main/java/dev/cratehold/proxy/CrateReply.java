package dev.cratehold.proxy;

import dev.cratehold.store.LocalFile;

/// The answer to a request for a `.crate` file. That the file is not stored and could not be
/// fetched is no answer but an exception.
public sealed interface CrateReply {
  /// The file is stored. Whoever receives this closes the file.
  record Stored(LocalFile file) implements CrateReply {}

  /// The file is on its way from the upstream. Whoever receives this closes the reader.
  record Arriving(FillReader reader) implements CrateReply {}

  /// The registry's index does not list such a file, nor did it ever.
  record Missing(String reason) implements CrateReply {}
}
