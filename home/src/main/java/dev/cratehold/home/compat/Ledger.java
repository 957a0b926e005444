package dev.cratehold.home.compat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.RowChange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// The rows of the database while a plan is made, and what has been decided so far.
final class Ledger {
  private final Map<ItemKind, Map<ItemId, LastUseRow>> rows = new EnumMap<>(ItemKind.class);
  private final Set<String> checkoutNames = new HashSet<>();
  private final List<ItemId> removals = new ArrayList<>();

  Ledger(List<LastUseRow> rows) {
    CompatOptions.KINDS.forEach(kind -> this.rows.put(kind, new LinkedHashMap<>()));
    rows.forEach(this::add);
  }

  /// The rows of one kind, in the order in which they were added.
  List<LastUseRow> rows(ItemKind kind) {
    return List.copyOf(of(kind).values());
  }

  boolean has(ItemId id) {
    return of(id.kind()).containsKey(id);
  }

  /// Adds the row of a thing that has none. The name of a checkout is unique among those of all
  /// repositories: the second of a name gets no row.
  void add(LastUseRow row) {
    boolean isCheckout = row.id().kind() == ItemKind.GIT_CHECKOUT;
    if (!isCheckout || checkoutNames.add(row.id().name())) {
      of(row.id().kind()).put(row.id(), row);
    }
  }

  void resize(LastUseRow row, long bytes) {
    of(row.id().kind())
        .put(row.id(), new LastUseRow(row.id(), OptionalLong.of(bytes), row.timestamp()));
  }

  /// Deletes a row, and with a parent those of its children.
  void delete(ItemId id) {
    if (of(id.kind()).remove(id) != null && id.kind() == ItemKind.GIT_CHECKOUT) {
      checkoutNames.remove(id.name());
    }
    for (ItemKind child : children(id.kind())) {
      List<ItemId> orphans = ids(child, row -> row.id().directory().equals(id.directory()));
      orphans.forEach(this::delete);
    }
  }

  private List<ItemId> ids(ItemKind kind, Predicate<LastUseRow> wanted) {
    return of(kind).values().stream().filter(wanted).map(LastUseRow::id).toList();
  }

  /// The kinds whose things cannot be used without this one, in cargo's order.
  static List<ItemKind> children(ItemKind parent) {
    return switch (parent) {
      case INDEX -> List.of(ItemKind.CRATE, ItemKind.SRC);
      case GIT_DB -> List.of(ItemKind.GIT_CHECKOUT);
      case CRATE, SRC, GIT_CHECKOUT, INDEX_ENTRY, BUILD, LOG, LEFTOVER -> List.of();
    };
  }

  /// Decides that a path goes.
  void remove(ItemId id) {
    removals.add(id);
  }

  List<ItemId> removals() {
    return removals;
  }

  /// What to change in a database with these rows: first what goes, so that names are free again,
  /// then what comes, parents first, then sizes.
  List<RowChange> changesSince(List<LastUseRow> before) {
    Map<ItemId, LastUseRow> old = LinkedHashMap.newLinkedHashMap(before.size());
    before.forEach(row -> old.put(row.id(), row));
    List<RowChange> changes = new ArrayList<>();
    old.keySet().stream().filter(id -> !has(id)).map(RowChange.Delete::new).forEach(changes::add);
    for (ItemKind kind : CompatOptions.KINDS) {
      of(kind).values().stream()
          .filter(row -> !old.containsKey(row.id()))
          .map(RowChange.Insert::new)
          .forEach(changes::add);
    }
    CompatOptions.KINDS.forEach(kind -> addResizes(kind, old, changes));
    return changes;
  }

  private void addResizes(ItemKind kind, Map<ItemId, LastUseRow> old, List<RowChange> changes) {
    for (LastUseRow row : of(kind).values()) {
      LastUseRow then = old.getOrDefault(row.id(), row);
      if (!then.bytes().equals(row.bytes())) {
        changes.add(new RowChange.Resize(row.id(), row.bytes().orElseThrow()));
      }
    }
  }

  private Map<ItemId, LastUseRow> of(ItemKind kind) {
    Map<ItemId, LastUseRow> known = rows.get(kind);
    if (known == null) {
      throw new IllegalArgumentException("cargo keeps no rows of " + kind);
    }
    return known;
  }
}
