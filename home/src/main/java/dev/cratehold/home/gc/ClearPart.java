package dev.cratehold.home.gc;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A part of a Cargo home that can be cleared as a whole.
public enum ClearPart {
  /// The indexes of all registries.
  INDEX,
  /// All downloaded crates.
  CRATES,
  /// All extracted crates.
  SRC,
  /// All clones.
  GIT_DB,
  /// All checkouts of clones.
  GIT_CHECKOUTS,
  /// Indexes, crates and extracted crates.
  REGISTRY,
  /// Clones and checkouts.
  GIT,
  /// Build directories of scripts, and of workspaces that have theirs here.
  BUILD,
  /// Logs of builds.
  LOGS,
  /// What no cargo of today knows or needs.
  LEFTOVERS,
  /// Cargo's database of last uses.
  LAST_USE,
  /// What was kept for undo.
  UNDO,
  /// Registry, git, build, logs and leftovers.
  ALL;

  private static final Map<String, String> NEVER =
      Map.of(
          "config", "The configuration is yours: it is no cache and never cleared.",
          "credentials", "The credentials are yours: use `cargo logout`.",
          "bin", "Installed programs are no cache: use `cargo uninstall`.",
          ".crates.toml", "The record of installed programs is no cache: use `cargo uninstall`.",
          ".crates2.json", "The record of installed programs is no cache: use `cargo uninstall`.",
          "env", "The environment script belongs to rustup and is never cleared.");

  /// The name for users: `git-db`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The part with this name.
  public static Optional<ClearPart> named(String word) {
    return EnumSet.allOf(ClearPart.class).stream()
        .filter(part -> part.word().equals(word))
        .findFirst();
  }

  /// Why something with this name is never cleared, if that is so.
  public static Optional<String> whyNever(String word) {
    return Optional.ofNullable(NEVER.get(word));
  }

  /// These parts, with `registry`, `git` and `all` spelled out.
  public static Set<ClearPart> spelledOut(Set<ClearPart> parts) {
    EnumSet<ClearPart> all = EnumSet.noneOf(ClearPart.class);
    for (ClearPart part : parts) {
      all.addAll(part.members());
    }
    return all;
  }

  private Set<ClearPart> members() {
    return switch (this) {
      case REGISTRY -> EnumSet.of(INDEX, CRATES, SRC);
      case GIT -> EnumSet.of(GIT_DB, GIT_CHECKOUTS);
      case ALL -> EnumSet.of(INDEX, CRATES, SRC, GIT_DB, GIT_CHECKOUTS, BUILD, LOGS, LEFTOVERS);
      case INDEX, CRATES, SRC, GIT_DB, GIT_CHECKOUTS, BUILD, LOGS, LEFTOVERS, LAST_USE, UNDO ->
          EnumSet.of(this);
    };
  }
}
