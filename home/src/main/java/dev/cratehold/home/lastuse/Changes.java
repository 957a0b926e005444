package dev.cratehold.home.lastuse;

import dev.cratehold.home.ItemId;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes single changes to the database, within a transaction of the caller's.
final class Changes {
  /// A use that is not later than this many seconds is not written down.
  private static final long RESOLUTION = 300;

  private static final Function<Tables, String> DELETE = Tables.statements(Changes::deletion);

  private final Statements statements;

  Changes(Statements statements) {
    this.statements = statements;
  }

  void carryOut(RowChange change) throws SQLException {
    switch (change) {
      case RowChange.Insert insert -> insert(insert.row());
      case RowChange.Delete delete -> delete(delete.id());
      case RowChange.Resize resize -> resize(resize.id(), resize.bytes());
    }
  }

  /// Adds a row; one that is there gets the later time, and the size if it has none.
  private void insert(LastUseRow row) throws SQLException {
    ItemId id = row.id();
    Tables table = Tables.of(id);
    String later = "timestamp = max(timestamp, excluded.timestamp)";
    if (table.isParent()) {
      addParent(table, id, row.timestamp(), "ON CONFLICT (name) DO UPDATE SET " + later);
      return;
    }
    String conflict =
        "ON CONFLICT (%s, name) DO UPDATE SET %s, size = ifnull(size, excluded.size)"
                .formatted(table.parentId(), later)
            + " ON CONFLICT DO NOTHING";
    addChild(table, id, size(row), row.timestamp(), conflict);
  }

  private static @Nullable Long size(LastUseRow row) {
    return sizeFor(row.id(), row.bytes());
  }

  /// The size to write: the column of crates takes no null.
  private static @Nullable Long sizeFor(ItemId id, OptionalLong bytes) {
    if (bytes.isPresent()) {
      return bytes.getAsLong();
    }
    return Tables.of(id) == Tables.REGISTRY_CRATE ? 0L : null;
  }

  private void addParent(Tables table, ItemId id, long timestamp, String conflict)
      throws SQLException {
    statements.update(
        "INSERT INTO %s (name, timestamp) VALUES (?, ?) %s".formatted(table.table(), conflict),
        id.directory(),
        timestamp);
  }

  /// Adds a row below its parent's; nothing if that has none.
  private void addChild(
      Tables table, ItemId id, @Nullable Long size, long timestamp, String conflict)
      throws SQLException {
    statements.update(
        "INSERT INTO %s (%s, name, size, timestamp) SELECT id, ?, ?, ? FROM %s WHERE name = ? %s"
            .formatted(table.table(), table.parentId(), table.parent().table(), conflict),
        id.name(),
        size,
        timestamp,
        id.directory());
  }

  private void delete(ItemId id) throws SQLException {
    Tables table = Tables.of(id);
    if (table.isParent()) {
      statements.update(DELETE.apply(table), id.directory());
    } else {
      statements.update(DELETE.apply(table), id.name(), id.directory());
    }
  }

  private static String deletion(Tables table) {
    return table.isParent()
        ? "DELETE FROM %s WHERE name = ?".formatted(table.table())
        : "DELETE FROM " + table.table() + where(table);
  }

  private void resize(ItemId id, long bytes) throws SQLException {
    Tables table = Tables.of(id);
    if (table.isParent()) {
      throw new IllegalArgumentException("cargo keeps no size of " + id);
    }
    statements.update(
        "UPDATE " + table.table() + " SET size = ?" + where(table),
        bytes,
        id.name(),
        id.directory());
  }

  private static String where(Tables table) {
    return " WHERE name = ? AND %s = (SELECT id FROM %s WHERE name = ?)"
        .formatted(table.parentId(), table.parent().table());
  }

  /// Writes down a use of something, and of its parent, unless one of the last 300 seconds is
  /// known.
  void markUsed(ItemId id, OptionalLong bytes, long now) throws SQLException {
    Tables table = Tables.of(id);
    String since =
        "ON CONFLICT DO UPDATE SET timestamp = excluded.timestamp WHERE timestamp < excluded.timestamp - "
            + RESOLUTION;
    addParent(table.parent(), id, now, since);
    if (!table.isParent()) {
      addChild(table, id, sizeFor(id, bytes), now, since);
    }
  }
}
