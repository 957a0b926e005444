package dev.cratehold.home.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which commands would give space back, and how much.
final class Reclamation {
  private Reclamation() {}

  static List<Reclaimable> of(Usage unused, Map<HomePart, Usage> parts) {
    List<Reclaimable> all = new ArrayList<>();
    all.add(
        new Reclaimable(
            "cratehold home gc",
            "what was not used for a month, or for three if it must be downloaded again",
            unused));
    all.add(
        new Reclaimable(
            "cratehold home clear src git-checkouts",
            "cargo makes them again without a network",
            sum(parts, HomePart.SOURCES, HomePart.GIT_CHECKOUTS)));
    all.add(
        new Reclaimable(
            "cratehold home clear all",
            "cargo downloads again what a build needs",
            sum(
                parts,
                HomePart.INDEXES,
                HomePart.CRATES,
                HomePart.SOURCES,
                HomePart.GIT_DATABASES,
                HomePart.GIT_CHECKOUTS,
                HomePart.BUILDS,
                HomePart.LOGS)));
    return all;
  }

  private static Usage sum(Map<HomePart, Usage> parts, HomePart... of) {
    return Stream.of(of)
        .map(part -> parts.getOrDefault(part, Usage.NONE))
        .reduce(Usage.NONE, Usage::plus);
  }
}
