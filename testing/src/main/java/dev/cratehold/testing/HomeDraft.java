package dev.cratehold.testing;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// All that a [SyntheticHome] will have, decided before anything is written: which things there
/// are, which of them have files and which have rows, and when each was used. A value.
record HomeDraft(List<Registry> registries, List<Packet> packages, List<Repository> repositories) {
  HomeDraft {
    registries = List.copyOf(registries);
    packages = List.copyOf(packages);
    repositories = List.copyOf(repositories);
  }

  /// Which of its two halves a thing has.
  enum Presence {
    WHOLE,
    ROW_ONLY,
    FILES_ONLY;

    boolean hasRow() {
      return this != FILES_ONLY;
    }

    boolean hasFiles() {
      return this != ROW_ONLY;
    }
  }

  /// What a row says of a size.
  enum RowSize {
    /// The length of the files.
    EXACT,
    /// The same with the seven bytes of `.cargo-ok`.
    MEASURED,
    UNKNOWN;

    OptionalLong of(long bytes) {
      return switch (this) {
        case EXACT -> OptionalLong.of(bytes);
        case MEASURED -> OptionalLong.of(bytes + 7);
        case UNKNOWN -> OptionalLong.empty();
      };
    }
  }

  /// One use of one thing.
  ///
  /// @param used seconds since the epoch
  record Trace(Presence presence, long used, RowSize size) {}

  /// A registry.
  ///
  /// @param directory its directory below `registry/index`
  record Registry(String directory, Trace index) {}

  /// One version of a crate: its file, its source, or both.
  record Packet(
      String registry, String name, String version, Optional<Trace> crate, Optional<Trace> src) {
    /// The name of its source directory.
    String item() {
      return name + "-" + version;
    }
  }

  /// A clone with its checkouts.
  record Repository(String directory, Trace db, List<Checkout> checkouts) {
    Repository {
      checkouts = List.copyOf(checkouts);
    }
  }

  /// @param name the abbreviated commit
  record Checkout(String name, Trace trace) {}
}
