package dev.cratehold.store;

import dev.cratehold.registry.CrateName;

/// One thing that a mirror has to fetch.
public sealed interface WorkItem {
  /// What kind of thing it is.
  enum Kind {
    /// An index file, to be looked at again.
    INDEX_FILE,
    /// A crate file.
    CRATE
  }

  /// The name under which its registry is mounted.
  String registry();

  /// The crate that it is, or is of.
  CrateName name();

  /// Its kind.
  Kind kind();

  /// An index file.
  record IndexFile(String registry, CrateName name) implements WorkItem {
    @Override
    public Kind kind() {
      return Kind.INDEX_FILE;
    }

    @Override
    public String toString() {
      return "the index file of " + name;
    }
  }

  /// A crate file.
  record Crate(CrateId id) implements WorkItem {
    @Override
    public String registry() {
      return id.registry();
    }

    @Override
    public CrateName name() {
      return id.name();
    }

    @Override
    public Kind kind() {
      return Kind.CRATE;
    }

    @Override
    public String toString() {
      return id.name() + " " + id.version();
    }
  }
}
