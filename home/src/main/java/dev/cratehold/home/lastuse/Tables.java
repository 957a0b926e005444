package dev.cratehold.home.lastuse;

import static java.util.Objects.requireNonNull;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/// Where the rows of each kind of thing are.
enum Tables {
  REGISTRY_INDEX(ItemKind.INDEX, "registry_index"),
  REGISTRY_CRATE(ItemKind.CRATE, "registry_crate", "registry_id", REGISTRY_INDEX),
  REGISTRY_SRC(ItemKind.SRC, "registry_src", "registry_id", REGISTRY_INDEX),
  GIT_DB(ItemKind.GIT_DB, "git_db"),
  GIT_CHECKOUT(ItemKind.GIT_CHECKOUT, "git_checkout", "git_id", GIT_DB);

  private final ItemKind kind;
  private final String table;
  private final String parentId;
  private final Tables parent;

  Tables(ItemKind kind, String table) {
    this.kind = kind;
    this.table = table;
    this.parentId = "";
    this.parent = this;
  }

  Tables(ItemKind kind, String table, String parentId, Tables parent) {
    this.kind = kind;
    this.table = table;
    this.parentId = parentId;
    this.parent = parent;
  }

  /// The table of this thing's kind.
  ///
  /// @throws IllegalArgumentException if cargo keeps no rows of its kind
  static Tables of(ItemId id) {
    for (Tables table : values()) {
      if (table.kind == id.kind()) {
        return table;
      }
    }
    throw new IllegalArgumentException("cargo keeps no last use of " + id);
  }

  /// True if cargo keeps rows of this kind.
  static boolean holds(ItemKind kind) {
    for (Tables table : values()) {
      if (table.kind == kind) {
        return true;
      }
    }
    return false;
  }

  /// One statement for each table. They are made once: to put one together for each row takes
  /// longer than to carry it out.
  static Function<Tables, String> statements(Function<Tables, String> statement) {
    Map<Tables, String> all = new EnumMap<>(Tables.class);
    for (Tables table : values()) {
      all.put(table, statement.apply(table));
    }
    return table -> requireNonNull(all.get(table));
  }

  ItemKind kind() {
    return kind;
  }

  String table() {
    return table;
  }

  /// The column that names the parent; empty in a table of parents.
  String parentId() {
    return parentId;
  }

  boolean isParent() {
    return parent == this;
  }

  Tables parent() {
    return parent;
  }
}
