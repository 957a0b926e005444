package dev.cratehold.home.gc;

import dev.cratehold.home.ItemKind;

/// The limits of size that a collection can keep to. All but the last are cargo's own.
public enum SizeLimit {
  /// All downloaded crates.
  CRATES("--max-crate-size"),
  /// All extracted crates.
  SRCS("--max-src-size"),
  /// All clones and checkouts.
  GIT("--max-git-size"),
  /// All crates, downloaded and extracted.
  DOWNLOADS("--max-download-size"),
  /// Everything that a collection may take, the cheapest to make again first.
  TOTAL("--max-size");

  private final String option;

  SizeLimit(String option) {
    this.option = option;
  }

  /// The command's option, which also names the limit in a plan.
  public String option() {
    return option;
  }

  /// Whether things of this kind count.
  public boolean counts(ItemKind kind) {
    return switch (kind) {
      case CRATE -> this != SRCS && this != GIT;
      case SRC -> this != CRATES && this != GIT;
      case GIT_DB, GIT_CHECKOUT -> this == GIT || this == TOTAL;
      case INDEX, LEFTOVER -> this == TOTAL;
      case INDEX_ENTRY, BUILD, LOG -> false;
    };
  }
}
