package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.Item;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.LastUse.Evidence;
import dev.cratehold.home.gc.Candidate.Tracked;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.layout.HomeListing;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Puts together what is on the disk and what cargo's database says of it.
final class InventoryReader {
  /// Cargo's five kinds, children before their parents.
  private static final List<ItemKind> KINDS =
      List.of(ItemKind.SRC, ItemKind.CRATE, ItemKind.GIT_CHECKOUT, ItemKind.GIT_DB, ItemKind.INDEX);

  /// What was used at the same time goes in the order of what it costs to have it again.
  static final Comparator<Candidate> LEAST_RECENTLY_USED_FIRST =
      Comparator.comparingLong(Candidate::lastUse)
          .thenComparingInt(candidate -> Priorities.of(candidate.id().kind()))
          .thenComparing(Candidate::id);

  private final HomeListing listing;
  private final LastUses uses;
  private final LastUse unknown;
  private final Markers markers;
  private final Map<ItemId, Candidate> found = new HashMap<>();
  private final Map<ItemId, LastUse> latestBelow = new HashMap<>();
  private final Map<ItemId, List<ItemId>> dependants = new HashMap<>();

  private InventoryReader(HomeListing listing, LastUses uses, Instant now) {
    this.listing = listing;
    this.uses = uses;
    this.unknown = new LastUse(now.getEpochSecond(), Evidence.NONE);
    this.markers = new Markers(listing.home());
  }

  /// @param now when things were used of which nothing else is known: cargo does the same
  static Inventory read(HomeListing listing, LastUses uses, Instant now) {
    return new InventoryReader(listing, uses, now).read();
  }

  private Inventory read() {
    Map<ItemId, Leftover> leftovers = new HashMap<>();
    new LeftoverSearch(listing, uses)
        .find()
        .forEach(leftover -> leftovers.put(leftover.id(), leftover));
    Set<ItemId> inLeftovers = new HashSet<>();
    leftovers.values().forEach(leftover -> inLeftovers.addAll(leftover.holds()));
    for (ItemKind kind : KINDS) {
      listing.items(kind).filter(id -> !inLeftovers.contains(id)).forEach(this::add);
    }
    leftovers.values().forEach(this::add);
    List<Candidate> candidates = found.values().stream().sorted(LEAST_RECENTLY_USED_FIRST).toList();
    return new Inventory(listing, uses, candidates, dependants, leftovers, ghosts());
  }

  private void add(ItemId id) {
    Optional<BasicFileAttributes> marker = uses.has(id) ? Optional.empty() : markers.attributes(id);
    LastUse told = uses.of(id, marker.map(file -> file.lastModifiedTime().toInstant()));
    LastUse own = told.evidence() == Evidence.NONE ? unknown : told;
    LastUse unit = own.or(latestBelow.getOrDefault(id, LastUse.UNKNOWN));
    OptionalLong bytes = bytes(id, marker);
    OptionalLong files = id.kind() == ItemKind.CRATE ? OptionalLong.of(1) : OptionalLong.empty();
    put(
        new Candidate(
            new Item(id, bytes, files, unit),
            uses.has(id) ? Tracked.ROW : Tracked.NO_ROW,
            marker.map(file -> file.lastModifiedTime().toInstant())));
    parents(id).forEach(parent -> putBelow(parent, id, unit));
  }

  private OptionalLong bytes(ItemId id, Optional<BasicFileAttributes> marker) {
    if (id.kind() == ItemKind.CRATE && marker.isPresent()) {
      return OptionalLong.of(marker.get().size());
    }
    return uses.row(id).map(LastUseRow::bytes).orElse(OptionalLong.empty());
  }

  private void putBelow(ItemId parent, ItemId id, LastUse unit) {
    latestBelow.merge(parent, unit, LastUse::or);
    dependants.computeIfAbsent(parent, _ -> new ArrayList<>()).add(id);
  }

  private void add(Leftover leftover) {
    LastUse newest = new LastUse(leftover.newest(), Evidence.MODIFIED);
    Item item = new Item(leftover.id(), OptionalLong.empty(), OptionalLong.empty(), newest);
    put(new Candidate(item, Tracked.NO_ROW, Optional.empty()));
  }

  private void put(Candidate candidate) {
    found.put(candidate.id(), candidate);
  }

  /// What cannot go without this going too.
  static List<ItemId> parents(ItemId id) {
    String directory = id.directory();
    return switch (id.kind()) {
      case SRC -> List.of(ItemId.crate(directory, id.name() + ".crate"), ItemId.index(directory));
      case CRATE, INDEX_ENTRY -> List.of(ItemId.index(directory));
      case GIT_CHECKOUT -> List.of(ItemId.gitDb(directory));
      case INDEX, GIT_DB, BUILD, LOG, LEFTOVER -> List.of();
    };
  }

  /// Rows without files. The row of an index or a clone stays as long as there is anything that
  /// belongs to it: cargo would delete the rows of its children with it, and then the children.
  private List<ItemId> ghosts() {
    CargoHome home = listing.home();
    return uses.rows().stream()
        .map(LastUseRow::id)
        .filter(id -> !listing.contains(id) && !hasRowsBelow(id))
        .filter(id -> !Files.exists(home.resolve(id), LinkOption.NOFOLLOW_LINKS))
        .sorted()
        .toList();
  }

  private boolean hasRowsBelow(ItemId id) {
    boolean isParent = id.kind() == ItemKind.INDEX || id.kind() == ItemKind.GIT_DB;
    return isParent && latestBelow.containsKey(id);
  }
}
