package dev.cratehold.home.gc;

import dev.cratehold.home.ItemKind;

/// What `--max-size` takes first: what costs nothing to lose, then what cargo makes again without a
/// network, then what it must download, and last what it needs to know what there is.
final class Priorities {
  private Priorities() {}

  static int of(ItemKind kind) {
    return switch (kind) {
      case LEFTOVER, LOG -> 0;
      case SRC, GIT_CHECKOUT, BUILD -> 1;
      case CRATE -> 2;
      case GIT_DB -> 3;
      case INDEX_ENTRY, INDEX -> 4;
    };
  }
}
