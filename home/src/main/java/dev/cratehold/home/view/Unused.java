package dev.cratehold.home.view;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.LastUse.Evidence;
import dev.cratehold.home.gc.CollectionOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What `home gc` takes by its default ages, as far as the items seen tell: a crate is as young as
/// its source, an index or a clone as the youngest of what it has. Leftovers and what lock files
/// need are not known here.
final class Unused {
  private record Seen(ItemId id, Usage usage, LastUse lastUse) {}

  private final List<Seen> seen = new ArrayList<>();
  private final Map<String, LastUse> latest = new HashMap<>();

  void add(ItemId id, Usage usage, LastUse lastUse) {
    seen.add(new Seen(id, usage, lastUse));
    latest.merge(unit(id), lastUse, LastUse::or);
    latest.merge(place(id), lastUse, LastUse::or);
  }

  /// A crate and its source have one.
  private static String unit(ItemId id) {
    return switch (id.kind()) {
      case CRATE -> "unit " + id.directory() + "/" + withoutSuffix(id.name());
      case SRC -> "unit " + id.directory() + "/" + id.name();
      case INDEX, GIT_DB -> place(id);
      case GIT_CHECKOUT, INDEX_ENTRY, BUILD, LOG, LEFTOVER -> id.path();
    };
  }

  private static String withoutSuffix(String crate) {
    return crate.substring(0, Math.max(crate.lastIndexOf('.'), 0));
  }

  private static String place(ItemId id) {
    boolean isGit = id.kind() == ItemKind.GIT_DB || id.kind() == ItemKind.GIT_CHECKOUT;
    return (isGit ? "repository " : "registry ") + id.directory();
  }

  Usage sum(Instant now) {
    return seen.stream()
        .filter(item -> isOld(item, now))
        .map(Seen::usage)
        .reduce(Usage.NONE, Usage::plus);
  }

  private boolean isOld(Seen item, Instant now) {
    Duration limit = CollectionOptions.DEFAULT_AGES.get(item.id.kind());
    LastUse use = use(item);
    return limit != null
        && use.evidence() != Evidence.NONE
        && Duration.between(use.instant(), now).compareTo(limit) > 0;
  }

  /// A source can be made again of its crate, and a checkout of its clone: they age by themselves.
  private LastUse use(Seen item) {
    return switch (item.id.kind()) {
      case CRATE, INDEX, GIT_DB -> latest.getOrDefault(unit(item.id), item.lastUse);
      case SRC, GIT_CHECKOUT, INDEX_ENTRY, BUILD, LOG, LEFTOVER -> item.lastUse;
    };
  }
}
