package dev.cratehold.home.view;

import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import java.util.Map;
import java.util.Optional;

/// One registry or one git repository: what is kept of it.
///
/// @param directory its directory below `registry/index` or `git/db`
/// @param knownAs `crates.io` and the like, for directories whose meaning is known
/// @param usage by kind; of a registry index, crates and src, of a repository clone and checkouts
/// @param lastUse the latest of all that it has
public record PlaceSummary(
    PlaceType type,
    String directory,
    Optional<String> knownAs,
    Map<ItemKind, Usage> usage,
    LastUse lastUse) {
  /// What it is.
  public enum PlaceType {
    REGISTRY,
    REPOSITORY
  }

  public PlaceSummary {
    usage = Map.copyOf(usage);
  }

  /// What it has of this kind.
  public Usage of(ItemKind kind) {
    return usage.getOrDefault(kind, Usage.NONE);
  }

  /// All that it has.
  public Usage total() {
    return usage.values().stream().reduce(Usage.NONE, Usage::plus);
  }
}
