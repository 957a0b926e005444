package dev.cratehold.home.layout;

/// The kinds of source. Cargo counts them, and the count is part of the hash of a registry's name.
public enum SourceKind {
  GIT(0),
  PATH(1),
  /// A registry whose index is a git repository: `registry+`.
  REGISTRY(2),
  /// A registry whose index is read file by file: `sparse+`.
  SPARSE_REGISTRY(3),
  /// A directory of crate files with an index beside them.
  LOCAL_REGISTRY(4),
  /// A directory of extracted crates, as `cargo vendor` writes it.
  DIRECTORY(5);

  private final byte number;

  SourceKind(int number) {
    this.number = (byte) number;
  }

  byte number() {
    return number;
  }
}
