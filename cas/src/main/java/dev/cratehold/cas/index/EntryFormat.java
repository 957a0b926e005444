package dev.cratehold.cas.index;

import dev.cratehold.cas.integrity.IntegrityFormatException;
import java.util.Optional;

/// The JSON of a line's entry, as one of the two programs writes and reads it.
abstract sealed class EntryFormat permits RustEntries, NpmEntries {
  /// Whether an entry can have this key.
  abstract boolean takes(String key);

  /// The JSON of an entry.
  ///
  /// @throws IllegalArgumentException if that has no form here
  abstract String json(IndexEntry entry);

  /// Reads an entry; empty if the program would take no notice of it.
  final Optional<IndexEntry> read(String json) {
    try {
      return Members.read(json).flatMap(this::entry);
    } catch (IntegrityFormatException _) {
      // Nobody here can find such content.
      return Optional.empty();
    }
  }

  /// The entry that an object is; empty if it is none.
  ///
  /// @throws IntegrityFormatException if its integrity is none
  abstract Optional<IndexEntry> entry(Members members);

  /// Where a line ends that is between two places.
  abstract int end(byte[] bytes, int start, int limit);

  /// Where the JSON ends that begins at `start`; `start` if there is none.
  abstract int jsonEnd(byte[] line, int start, int end);

  static int indexOf(byte[] line, char wanted, int start, int end) {
    for (int i = start; i < end; i++) {
      if (line[i] == wanted) {
        return i;
      }
    }
    return end;
  }

  static void begin(StringBuilder json, IndexEntry entry) {
    json.append("{\"key\":");
    JsonText.append(json, entry.key());
    json.append(",\"integrity\":");
    entry
        .integrity()
        .ifPresentOrElse(
            integrity -> JsonText.append(json, integrity.toString()), () -> json.append("null"));
    json.append(",\"time\":").append(entry.time());
  }
}
