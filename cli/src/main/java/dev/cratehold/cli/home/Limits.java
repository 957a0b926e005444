package dev.cratehold.cli.home;

import java.util.List;

/// The limits of `gc` that cargo has too, by the names that cargo gave them.
final class Limits {
  /// An option with a limit.
  record Limit(String option, String help) {}

  static final List<Limit> AGES =
      List.of(
          new Limit("--max-src-age", "Remove sources not used for AGE (default: 1 month)"),
          new Limit("--max-crate-age", "Remove crates not used for AGE (default: 3 months)"),
          new Limit("--max-index-age", "Remove indexes not used for AGE (default: 3 months)"),
          new Limit("--max-git-co-age", "Remove checkouts not used for AGE (default: 1 month)"),
          new Limit("--max-git-db-age", "Remove git clones not used for AGE (default: 3 months)"),
          new Limit("--max-download-age", "Remove anything not used for AGE"));

  static final List<Limit> SIZES =
      List.of(
          new Limit("--max-src-size", "Remove the oldest sources until they take SIZE at most"),
          new Limit("--max-crate-size", "Remove the oldest crates until they take SIZE at most"),
          new Limit(
              "--max-git-size",
              "Remove the oldest clones and checkouts until they take SIZE at most"),
          new Limit(
              "--max-download-size",
              "Remove the oldest crates and sources until they take SIZE at most"));

  private Limits() {}
}
