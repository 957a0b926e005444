package dev.cratehold.cas;

import dev.cratehold.cas.index.IndexEntry;
import java.util.Comparator;
import java.util.Optional;

/// Which of two entries of one key counts, when one stands in npm's index and one in that of
/// cacache-rs. Within a file the last line counts; between two files only times tell. Equal times
/// come from one writer that wrote both, or from two clocks that do not agree: then a removal
/// counts, else the greater integrity, so that all readers choose the same.
final class EntryOrder {
  private static final Comparator<IndexEntry> LATER =
      Comparator.comparingLong(IndexEntry::time)
          .thenComparing(IndexEntry::isRemoval)
          .thenComparing(entry -> entry.integrity().map(Object::toString).orElse(""));

  private EntryOrder() {}

  /// @param npm may lack what only cacache-rs knows, so the other one counts if they are the same
  static Optional<IndexEntry> later(Optional<IndexEntry> npm, Optional<IndexEntry> rust) {
    if (npm.isEmpty() || rust.isEmpty()) {
      return npm.isPresent() ? npm : rust;
    }
    return LATER.compare(npm.get(), rust.get()) > 0 ? npm : rust;
  }
}
