package dev.cratehold.home;

import java.util.Locale;

/// The kinds of thing that can be collected from a Cargo home. The first five are cargo's own: each
/// has a table in its database of last uses.
public enum ItemKind {
  /// The index of one registry: `registry/index/<directory>`.
  INDEX("registry/index"),
  /// A downloaded crate: `registry/cache/<directory>/<name>-<version>.crate`.
  CRATE("registry/cache"),
  /// An extracted crate: `registry/src/<directory>/<name>-<version>`.
  SRC("registry/src"),
  /// A bare clone: `git/db/<directory>`.
  GIT_DB("git/db"),
  /// A checkout of a clone: `git/checkouts/<directory>/<short id>`.
  GIT_CHECKOUT("git/checkouts"),
  /// What the index of a sparse registry says of one package:
  /// `registry/index/<directory>/.cache/<shard>/<package>`.
  INDEX_ENTRY("registry/index"),
  /// A build directory of a workspace or a script: `build/<directory>/<name>`.
  BUILD("build"),
  /// A log of one build: `log/<name>`.
  LOG("log"),
  /// What no cargo of today knows or needs, by evidence: the name is the path in the home.
  LEFTOVER("");

  private final String base;

  ItemKind(String base) {
    this.base = base;
  }

  /// The directory that holds things of this kind, relative to the home; empty for leftovers, which
  /// lie anywhere.
  public String base() {
    return base;
  }

  /// The name for users and machines: `git-db`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
