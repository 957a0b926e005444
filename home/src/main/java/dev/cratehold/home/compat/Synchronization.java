package dev.cratehold.home.compat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseRow;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// Makes the rows agree with the disk, as cargo does before it applies any limit. What it finds
/// without a row counts as used now.
///
/// @param now in seconds since the epoch
record Synchronization(Ledger ledger, CacheContents contents, CompatOptions options, long now) {
  private static final List<ItemKind> PARENTS = List.of(ItemKind.INDEX, ItemKind.GIT_DB);
  private static final List<ItemKind> CHILDREN =
      List.of(ItemKind.CRATE, ItemKind.SRC, ItemKind.GIT_CHECKOUT);

  void carryOut() throws IOException {
    for (ItemKind kind : PARENTS) {
      addUnknownParents(kind);
    }
    CHILDREN.forEach(this::deleteVanishedChildren);
    PARENTS.forEach(this::deleteVanishedParents);
    for (ItemKind kind : CHILDREN) {
      addUnknownChildren(kind);
    }
    if (options.needSizes()) {
      addSizes(ItemKind.SRC);
      addSizes(ItemKind.GIT_CHECKOUT);
    }
  }

  private void addUnknownParents(ItemKind kind) throws IOException {
    contents.directories(kind).stream()
        .map(directory -> new ItemId(kind, directory, ""))
        .filter(id -> !ledger.has(id))
        .forEach(id -> ledger.add(new LastUseRow(id, OptionalLong.empty(), now)));
  }

  private void deleteVanishedChildren(ItemKind kind) {
    ledger.rows(kind).stream()
        .map(LastUseRow::id)
        .filter(id -> !contents.exists(id))
        .forEach(ledger::delete);
  }

  /// What such a parent has left behind goes, however young it is. Cargo finds them by name.
  private void deleteVanishedParents(ItemKind kind) {
    ledger.rows(kind).stream()
        .map(LastUseRow::id)
        .filter(id -> !contents.exists(id))
        .sorted(Comparator.comparing(ItemId::directory))
        .forEach(this::deleteVanishedParent);
  }

  private void deleteVanishedParent(ItemId id) {
    ledger.delete(id);
    Ledger.children(id.kind()).stream()
        .map(child -> new ItemId(child, id.directory(), ""))
        .filter(contents::exists)
        .forEach(ledger::remove);
  }

  private void addUnknownChildren(ItemKind kind) throws IOException {
    ItemKind parent = kind == ItemKind.GIT_CHECKOUT ? ItemKind.GIT_DB : ItemKind.INDEX;
    for (String directory : contents.directories(kind)) {
      if (ledger.has(new ItemId(parent, directory, ""))) {
        addUnknownChildren(kind, directory);
      }
    }
  }

  private void addUnknownChildren(ItemKind kind, String directory) throws IOException {
    for (String name : contents.names(kind, directory)) {
      ItemId id = new ItemId(kind, directory, name);
      if (!ledger.has(id)) {
        ledger.add(new LastUseRow(id, size(id), now));
      }
    }
  }

  private OptionalLong size(ItemId id) throws IOException {
    return id.kind() == ItemKind.CRATE || options.needSizes()
        ? OptionalLong.of(contents.bytes(id))
        : OptionalLong.empty();
  }

  private void addSizes(ItemKind kind) throws IOException {
    for (LastUseRow row : ledger.rows(kind)) {
      if (row.bytes().isEmpty()) {
        ledger.resize(row, contents.bytes(row.id()));
      }
    }
  }
}
