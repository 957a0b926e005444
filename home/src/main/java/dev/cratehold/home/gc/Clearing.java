package dev.cratehold.home.gc;

import dev.cratehold.home.Item;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.gc.Candidate.Tracked;
import dev.cratehold.home.gc.HomePlan.Bookkeeping;
import dev.cratehold.home.gc.HomePlan.Purpose;
import dev.cratehold.home.gc.HomePlan.Totals;
import dev.cratehold.retention.CollectionPlan;
import dev.cratehold.retention.Reason;
import dev.cratehold.retention.Retained;
import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes one plan of what was asked for by name: all of each part, of whatever age.
final class Clearing {
  /// So undo brings back an index before its crates, whose rows need its row.
  private static final List<ItemKind> DEPENDANTS_FIRST =
      List.of(
          ItemKind.SRC,
          ItemKind.CRATE,
          ItemKind.INDEX,
          ItemKind.GIT_CHECKOUT,
          ItemKind.GIT_DB,
          ItemKind.BUILD,
          ItemKind.LOG);

  private final CollectionOptions options;
  private final Instant now;
  private final Measuring measuring;

  Clearing(CollectionOptions options, Instant now, Measuring measuring) {
    this.options = options;
    this.now = now;
    this.measuring = measuring;
  }

  HomePlan plan(Set<ClearPart> asked, Inventory inventory) throws IOException {
    Set<ClearPart> parts = ClearPart.spelledOut(asked);
    List<Victim<Candidate>> wanted = new ArrayList<>();
    long byGrace = 0;
    long byPin = 0;
    for (Candidate candidate : candidates(parts, inventory)) {
      if (options.needed().test(candidate.id())) {
        byPin++;
      } else if (isWithinGrace(candidate)) {
        byGrace++;
      } else {
        wanted.add(new Victim<>(candidate, reason(candidate, inventory)));
      }
    }
    List<Victim<Candidate>> victims =
        new Victims(measuring, options.detail()).complete(inventory, wanted);
    Set<ClearPart> beyond = EnumSet.of(ClearPart.LAST_USE, ClearPart.UNDO);
    beyond.retainAll(parts);
    return new HomePlan(
        Purpose.CLEAR,
        new CollectionPlan<>(victims, new Retained(byGrace, byPin)),
        Totals.of(victims),
        new Bookkeeping(List.of(), List.of(), beyond),
        Planning.unknown(inventory),
        now);
  }

  /// Things first, and then the leftover directories that hold some of them.
  private static List<Candidate> candidates(Set<ClearPart> parts, Inventory inventory) {
    Map<ItemId, Candidate> known = inventory.byId();
    Markers markers = new Markers(inventory.listing().home());
    Map<String, Candidate> byPath = new LinkedHashMap<>();
    Set<ItemKind> kinds =
        parts.stream().flatMap(part -> kind(part).stream()).collect(Collectors.toSet());
    DEPENDANTS_FIRST.stream()
        .filter(kinds::contains)
        .flatMap(kind -> inventory.listing().items(kind))
        .map(id ->
            known.containsKey(id)
                ? known.get(id)
                : other(id, inventory.uses(), markers.modified(id)))
        .forEach(candidate -> byPath.put(candidate.id().path(), candidate));
    if (parts.contains(ClearPart.LEFTOVERS)) {
      inventory.candidates().stream()
          .filter(candidate -> candidate.id().kind() == ItemKind.LEFTOVER)
          .forEach(candidate -> byPath.putIfAbsent(candidate.id().path(), candidate));
    }
    return List.copyOf(byPath.values());
  }

  private static Candidate other(ItemId id, LastUses uses, Optional<Instant> modified) {
    LastUse use = uses.of(id, modified);
    Item item = new Item(id, OptionalLong.empty(), OptionalLong.empty(), use);
    return new Candidate(item, Tracked.NO_ROW, modified);
  }

  private boolean isWithinGrace(Candidate candidate) {
    long begin = now.getEpochSecond() - options.grace().toSeconds();
    return !options.grace().isZero() && candidate.lastUse() > begin;
  }

  private static Reason reason(Candidate candidate, Inventory inventory) {
    return Optional.ofNullable(inventory.leftovers().get(candidate.id()))
        .<Reason>map(leftover -> new Reason.Orphaned(leftover.evidence()))
        .orElseGet(Reason.Requested::new);
  }

  private static Optional<ItemKind> kind(ClearPart part) {
    return switch (part) {
      case INDEX -> Optional.of(ItemKind.INDEX);
      case CRATES -> Optional.of(ItemKind.CRATE);
      case SRC -> Optional.of(ItemKind.SRC);
      case GIT_DB -> Optional.of(ItemKind.GIT_DB);
      case GIT_CHECKOUTS -> Optional.of(ItemKind.GIT_CHECKOUT);
      case BUILD -> Optional.of(ItemKind.BUILD);
      case LOGS -> Optional.of(ItemKind.LOG);
      case LEFTOVERS, LAST_USE, UNDO, REGISTRY, GIT, ALL -> Optional.empty();
    };
  }
}
