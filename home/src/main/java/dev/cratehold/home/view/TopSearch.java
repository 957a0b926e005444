package dev.cratehold.home.view;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.Item;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse.Evidence;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.layout.IndexEntries;
import dev.cratehold.home.view.Measurement.Tree;
import dev.cratehold.posix.HardLinks;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.TreeUsage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Finds what a [TopQuery] asks for: of what is on the disk, with sizes and last uses from cargo's
/// database, and measured where it has none.
final class TopSearch {
  private final CargoHome home;
  private final Posix posix;
  private final Instant now;
  private final TopQuery query;
  private final Measurement measurement;

  TopSearch(CargoHome home, Posix posix, Instant now, TopQuery query, ScanListener listener) {
    this.home = home;
    this.posix = posix;
    this.now = now;
    this.query = query;
    this.measurement = new Measurement(posix, listener);
  }

  TopItems find(Projects projects) throws IOException {
    Tracked tracked = Tracked.read(home);
    List<Item> found = new ArrayList<>(items(new KnownUses(tracked.rows())));
    found.removeIf(item -> !isOldEnough(item));
    found.sort(order());
    Usage matched =
        found.stream().map(item -> Usage.noted(item.bytes())).reduce(Usage.NONE, Usage::plus);
    int count = query.limit() == 0 ? found.size() : Math.min(query.limit(), found.size());
    return new TopItems(
        found.subList(0, count).stream()
            .map(item -> new TopItems.Entry(item, projects.neededBy(item.id())))
            .toList(),
        matched,
        tracked.notes("last uses are those of the files"));
  }

  private List<ItemId> ids() throws IOException {
    HomeListing listing = HomeListing.read(home, posix);
    List<ItemId> ids = new ArrayList<>();
    for (ItemKind kind : query.sortedKinds()) {
      listing.items(kind).filter(query::matches).forEach(ids::add);
    }
    if (query.kinds().contains(ItemKind.INDEX_ENTRY)) {
      for (String directory : listing.directories(ItemKind.INDEX)) {
        IndexEntries.list(home, posix, directory).stream().filter(query::matches).forEach(ids::add);
      }
    }
    return ids;
  }

  private List<Item> items(KnownUses uses) throws IOException {
    List<Item> items = new ArrayList<>();
    List<ItemId> unknown = new ArrayList<>();
    for (ItemId id : ids()) {
      Optional<LastUseRow> row = uses.row(id);
      if (row.isPresent() && row.get().bytes().isPresent()) {
        items.add(new Item(id, row.get().bytes(), OptionalLong.empty(), uses.lastUse(id, 0)));
      } else {
        unknown.add(id);
      }
    }
    HardLinks links = new HardLinks();
    List<TreeUsage> usages =
        measurement.measure(
            unknown.stream().map(id -> new Tree(home.resolve(id), links, uncounted(id))).toList());
    for (int i = 0; i < unknown.size(); i++) {
      items.add(measured(unknown.get(i), usages.get(i), uses));
    }
    return items;
  }

  /// Cargo does not count the clone inside a checkout.
  private static Set<String> uncounted(ItemId id) {
    return id.kind() == ItemKind.GIT_CHECKOUT ? Set.of(".git") : Set.of();
  }

  private static Item measured(ItemId id, TreeUsage usage, KnownUses uses) {
    return new Item(
        id,
        OptionalLong.of(usage.apparentBytes()),
        OptionalLong.of(usage.files()),
        uses.lastUse(id, usage.newestModified()));
  }

  private boolean isOldEnough(Item item) {
    return query
        .olderThan()
        .filter(age -> item.lastUse().evidence() == Evidence.NONE || isYounger(item, age))
        .isEmpty();
  }

  private boolean isYounger(Item item, Duration age) {
    return Duration.between(item.lastUse().instant(), now).compareTo(age) <= 0;
  }

  private Comparator<Item> order() {
    Comparator<Item> byPath = Comparator.comparing(item -> item.id().path());
    return switch (query.order()) {
      case LARGEST ->
          Comparator.comparingLong((Item item) -> item.bytes().orElse(0))
              .reversed()
              .thenComparing(byPath);
      case LEAST_RECENTLY_USED ->
          Comparator.comparingLong((Item item) -> item.lastUse().seconds()).thenComparing(byPath);
    };
  }
}
