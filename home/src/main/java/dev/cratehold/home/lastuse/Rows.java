package dev.cratehold.home.lastuse;

import dev.cratehold.home.ItemId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the rows of the database. A row that cargo cannot have written, because its name is no
/// file name or its time no number, is as good as none: it must not lead anybody to a file.
final class Rows {
  /// Ends a query for `item` that leaves out rows that cargo cannot have written.
  static final String SOUND = " WHERE typeof(item.timestamp) = 'integer' AND item.timestamp >= 0";

  private final Statements statements;

  Rows(Statements statements) {
    this.statements = statements;
  }

  /// Those of all tables, in the order in which they were added.
  List<LastUseRow> all() throws SQLException {
    List<LastUseRow> rows = new ArrayList<>();
    for (Tables table : Tables.values()) {
      statements.rows(
          select(table) + " ORDER BY item.rowid", row -> read(table, row).ifPresent(rows::add));
    }
    return rows;
  }

  /// The row of one thing.
  Optional<LastUseRow> of(ItemId id) throws SQLException {
    Tables table = Tables.of(id);
    List<LastUseRow> rows = new ArrayList<>();
    RowAdder adder = row -> read(table, row).ifPresent(rows::add);
    if (table.isParent()) {
      statements.rows(select(table) + " AND item.name = ?", adder::add, id.directory());
    } else {
      statements.rows(
          select(table) + " AND parent.name = ? AND item.name = ?",
          adder::add,
          id.directory(),
          id.name());
    }
    return rows.stream().findFirst();
  }

  @FunctionalInterface
  private interface RowAdder {
    void add(ResultSet row) throws SQLException;
  }

  /// When cargo collected by itself last.
  OptionalLong lastAutoGc() throws SQLException {
    List<Long> found = new ArrayList<>();
    statements.rows(
        "SELECT last_auto_gc FROM global_data WHERE typeof(last_auto_gc) = 'integer'",
        row -> found.add(row.getLong(1)));
    return found.stream().mapToLong(Long::longValue).findFirst();
  }

  private static String select(Tables table) {
    if (table.isParent()) {
      return "SELECT item.name, '', -1, item.timestamp FROM " + table.table() + " item" + SOUND;
    }
    return ("SELECT parent.name, item.name, ifnull(item.size, -1), item.timestamp FROM %s item"
                + " JOIN %s parent ON parent.id = item.%s")
            .formatted(table.table(), table.parent().table(), table.parentId())
        + SOUND;
  }

  private static Optional<LastUseRow> read(Tables table, ResultSet row) throws SQLException {
    String directory = row.getString(1);
    String name = row.getString(2);
    if (!isFileName(directory) || !(table.isParent() || isFileName(name))) {
      return Optional.empty();
    }
    long bytes = row.getLong(3);
    return Optional.of(
        new LastUseRow(
            new ItemId(table.kind(), directory, name),
            bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes),
            row.getLong(4)));
  }

  private static boolean isFileName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\0') < 0;
  }
}
