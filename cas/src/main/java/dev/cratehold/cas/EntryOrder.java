package dev.cratehold.cas;

import dev.cratehold.cas.index.IndexEntry;
import java.util.Optional;

/// Which of two entries of one key counts, when one stands in npm's index and one in that of
/// cacache-rs. Within a file the last line counts; between two files only times tell. Equal times
/// come from one writer that wrote both, or from two clocks that do not agree: then a removal
/// counts, else the greater integrity, so that all readers choose the same.
final class EntryOrder {
  private EntryOrder() {}

  /// @param npm may lack what only cacache-rs knows, so the other one counts if they are the same
  static Optional<IndexEntry> later(Optional<IndexEntry> npm, Optional<IndexEntry> rust) {
    if (npm.isEmpty() || rust.isEmpty()) {
      return npm.isPresent() ? npm : rust;
    }
    return compare(npm.get(), rust.get()) > 0 ? npm : rust;
  }

  /// Written out, since the code of comparators made of parts is generated at every start.
  private static int compare(IndexEntry one, IndexEntry other) {
    int byTime = Long.compare(one.time(), other.time());
    if (byTime != 0) {
      return byTime;
    }
    int byRemoval = Boolean.compare(one.isRemoval(), other.isRemoval());
    return byRemoval != 0 ? byRemoval : integrity(one).compareTo(integrity(other));
  }

  private static String integrity(IndexEntry entry) {
    return entry.integrity().map(Object::toString).orElse("");
  }
}
