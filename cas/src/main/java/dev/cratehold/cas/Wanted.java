package dev.cratehold.cas;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Which content is wanted, and what it must be. Immutable.
///
/// @param integrity by which it is found
/// @param entry by which that was found
/// @param expected what it must have besides
/// @param isChecked whether it is hashed
record Wanted(
    Integrity integrity,
    Optional<IndexEntry> entry,
    Optional<Integrity> expected,
    OptionalLong size,
    boolean isChecked) {
  static Wanted by(Integrity integrity) {
    return new Wanted(integrity, Optional.empty(), Optional.empty(), OptionalLong.empty(), true);
  }

  static Wanted by(IndexEntry entry) {
    return new Wanted(
        entry.integrity().orElseThrow(),
        Optional.of(entry),
        Optional.empty(),
        OptionalLong.empty(),
        true);
  }

  Wanted unchecked() {
    return new Wanted(integrity, entry, expected, size, false);
  }

  Wanted expecting(long bytes) {
    return new Wanted(integrity, entry, expected, OptionalLong.of(bytes), isChecked);
  }

  Wanted expecting(Integrity more) {
    return new Wanted(integrity, entry, Optional.of(more), size, isChecked);
  }

  Optional<String> key() {
    return entry.map(IndexEntry::key);
  }

  /// What it has to be hashed with.
  Set<HashAlgorithm> algorithms() {
    Set<HashAlgorithm> algorithms = EnumSet.of(integrity.strongest().algorithm());
    expected.ifPresent(more -> algorithms.add(more.strongest().algorithm()));
    return algorithms;
  }

  /// @param file where the content is
  void requireSize(long actual, Path file) throws MismatchException {
    if (size.isPresent() && size.getAsLong() != actual) {
      throw Mismatches.size(size.getAsLong(), actual, Optional.of(file), key());
    }
  }
}
