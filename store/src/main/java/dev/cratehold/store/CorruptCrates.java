package dev.cratehold.store;

import java.util.Optional;

/// What is said about crates whose files do not have their checksums any more.
final class CorruptCrates {
  private CorruptCrates() {}

  static Alert alert(CrateId crate) {
    return new Alert(
        Alert.Kind.CORRUPT_CRATE,
        crate.registry(),
        crate.name(),
        Optional.of(crate.version()),
        "the stored file "
            + crate.checksum()
            + " does not have its checksum any more; it is taken away, and fetched again when it is"
            + " next asked for: look after the disk");
  }
}
