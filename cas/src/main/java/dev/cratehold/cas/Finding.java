package dev.cratehold.cas;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.ContentHash;
import java.nio.file.Path;

/// Something that is not as it should be in a cache, or that nobody needs.
public sealed interface Finding {
  /// Content that is not what its name says, or no file.
  ///
  /// @param size in bytes
  record CorruptContent(ContentHash hash, Path file, long size) implements Finding {}

  /// Content that could not be read, so that nobody knows what it is. It stays, and so do the
  /// entries that stand for it.
  ///
  /// @param reason what the system said
  record UnreadableContent(ContentHash hash, Path file, String reason) implements Finding {}

  /// Content that no entry stands for.
  ///
  /// @param size in bytes
  record UnreferencedContent(ContentHash hash, Path file, long size) implements Finding {}

  /// An entry whose content is missing or corrupt.
  record MissingContent(IndexEntry entry) implements Finding {}

  /// Pieces of a bucket that are no lines: torn, damaged, or made by another program.
  ///
  /// @param pieces how many
  record DamagedLines(Path bucket, int pieces) implements Finding {}

  /// A file among the content that is none. Nobody but its owner deletes it.
  record ForeignFile(Path file) implements Finding {}
}
