package dev.cratehold.cli.home;

import java.util.List;

/// What `clear` can clear, in words.
final class Parts {
  static final List<String> WORDS =
      List.of(
          "index",
          "crates",
          "src",
          "git-db",
          "git-checkouts",
          "registry",
          "git",
          "build",
          "logs",
          "leftovers",
          "last-use",
          "undo",
          "all");

  static final List<String> MEANINGS =
      List.of(
          "registry is index, crates and src; git is git-db and git-checkouts; all is registry, git,",
          "build, logs and leftovers. last-use is cargo's database of last uses: clearing it makes",
          "everything count as used now. undo is what --keep-undo kept.");

  private Parts() {}
}
