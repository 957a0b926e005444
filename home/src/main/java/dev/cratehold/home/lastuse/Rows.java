package dev.cratehold.home.lastuse;

import dev.cratehold.home.ItemId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Reads the rows of the database. A row that cargo cannot have written, because its name is no
/// file name or its time no number, is as good as none: it must not lead anybody to a file.
final class Rows {
  /// Ends a query for `item` that leaves out rows that cargo cannot have written.
  static final String SOUND =
      " WHERE typeof(item.name) = 'text'"
          + " AND typeof(item.timestamp) = 'integer' AND item.timestamp >= 0";

  private static final String SIZE = "iif(typeof(item.size) = 'integer', item.size, -1)";

  private static final Function<Tables, String> ONE = Tables.statements(Rows::selectOne);

  private final Statements statements;

  Rows(Statements statements) {
    this.statements = statements;
  }

  /// Those of all tables, in the order in which they were added. The names of parents are looked up
  /// here: a join would take twice as long.
  List<LastUseRow> all() throws SQLException {
    List<LastUseRow> rows = new ArrayList<>();
    Map<Tables, Map<Long, String>> directories = new EnumMap<>(Tables.class);
    for (Tables table : Tables.values()) {
      Map<Long, String> known = directories.computeIfAbsent(table.parent(), _ -> new HashMap<>());
      statements.rows(select(table), row -> read(table, row, known).ifPresent(rows::add));
    }
    return rows;
  }

  private static String select(Tables table) {
    return "SELECT item.%s, item.name, item.timestamp, %s FROM %s item%s ORDER BY item.rowid"
        .formatted(
            table.isParent() ? "id" : table.parentId(),
            table.isParent() ? "-1" : SIZE,
            table.table(),
            SOUND);
  }

  /// What a row says.
  ///
  /// @param directories the names of the parents, by their ids; parents add theirs
  private static Optional<LastUseRow> read(
      Tables table, ResultSet row, Map<Long, String> directories) throws SQLException {
    long parent = row.getLong(1);
    String name = row.getString(2);
    if (!isFileName(name)) {
      return Optional.empty();
    }
    long timestamp = row.getLong(3);
    if (table.isParent()) {
      directories.put(parent, name);
      return Optional.of(row(new ItemId(table.kind(), name, ""), -1, timestamp));
    }
    long bytes = row.getLong(4);
    return Optional.ofNullable(directories.get(parent))
        .map(directory -> row(new ItemId(table.kind(), directory, name), bytes, timestamp));
  }

  private static LastUseRow row(ItemId id, long bytes, long timestamp) {
    return new LastUseRow(id, bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes), timestamp);
  }

  /// The row of one thing.
  Optional<LastUseRow> of(ItemId id) throws SQLException {
    Tables table = Tables.of(id);
    Object[] names =
        table.isParent() ? new Object[] {id.directory()} : new Object[] {id.name(), id.directory()};
    List<LastUseRow> found = new ArrayList<>(1);
    statements.rows(
        ONE.apply(table), row -> found.add(row(id, row.getLong(1), row.getLong(2))), names);
    return found.stream().findFirst();
  }

  private static String selectOne(Tables table) {
    return table.isParent()
        ? "SELECT -1, item.timestamp FROM " + table.table() + " item" + SOUND + " AND item.name = ?"
        : "SELECT %s, item.timestamp FROM %s item%s AND item.name = ?"
                .formatted(SIZE, table.table(), SOUND)
            + " AND item.%s = (SELECT id FROM %s WHERE name = ?)"
                .formatted(table.parentId(), table.parent().table());
  }

  /// The latest time in the rows of checkouts of this name.
  OptionalLong lastUseOfCheckouts(String name) throws SQLException {
    List<Long> found = new ArrayList<>();
    statements.rows(
        "SELECT item.timestamp FROM "
            + Tables.GIT_CHECKOUT.table()
            + " item"
            + SOUND
            + " AND item.name = ?",
        row -> found.add(row.getLong(1)),
        name);
    return found.stream().mapToLong(Long::longValue).max();
  }

  /// When cargo collected by itself last.
  OptionalLong lastAutoGc() throws SQLException {
    List<Long> found = new ArrayList<>();
    statements.rows(
        "SELECT last_auto_gc FROM global_data WHERE typeof(last_auto_gc) = 'integer'",
        row -> found.add(row.getLong(1)));
    return found.stream().mapToLong(Long::longValue).findFirst();
  }

  private static boolean isFileName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\0') < 0
        && (isAscii(name) || isExpressible(name));
  }

  private static boolean isAscii(String name) {
    return name.chars().allMatch(c -> c < 0x80);
  }

  /// Whether the locale of this process has these characters, without which it reaches no such
  /// file.
  private static boolean isExpressible(String name) {
    try {
      return Path.of(name).getNameCount() == 1;
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
