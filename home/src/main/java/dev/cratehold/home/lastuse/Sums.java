package dev.cratehold.home.lastuse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Lets SQLite add up its rows: 40,000 of them are a few rows then, and reading each through JDBC
/// takes longer than all else that `home show` does.
final class Sums implements Reading.Outcome<SumsState> {
  private static final String CRATE_SUFFIX_LENGTH = "6";

  private final List<Long> times;

  /// @param times descending, in seconds since the epoch
  Sums(List<Long> times) {
    this.times = List.copyOf(times);
  }

  @Override
  public SumsState present(Connection connection, int version) throws SQLException {
    Statements statements = new Statements(connection);
    List<LastUseSum> sums = new ArrayList<>();
    for (Tables table : Tables.values()) {
      statements.rows(
          select(table),
          row ->
              sums.add(
                  new LastUseSum(
                      table.kind(),
                      row.getString(1),
                      row.getInt(2),
                      row.getLong(3),
                      row.getLong(4),
                      row.getLong(5),
                      row.getLong(6))),
          times.toArray());
    }
    return new SumsState.Present(sums);
  }

  @Override
  public SumsState missing() {
    return new SumsState.Missing();
  }

  @Override
  public SumsState unreadable(String why) {
    return new SumsState.Unreadable(why);
  }

  /// Groups by the numbers of directories and asks for their names afterwards, since numbers are
  /// sorted in half the time. `total` adds up without an overflow, which would fail the whole
  /// query.
  private String select(Tables table) {
    return """
    SELECT parent.name, span, items, cast(bytes AS INTEGER), unknown, latest
    FROM (SELECT parent_id, %s AS span, count(*) AS items, total(size) AS bytes,
        count(*) - count(size) AS unknown, max(used) AS latest
      FROM (%s)
      GROUP BY parent_id, span)
    JOIN %s parent ON parent.id = parent_id
    """
        .formatted(span(), uses(table), table.parent().table());
  }

  /// The number of the first time that is not after the last use.
  private String span() {
    if (times.isEmpty()) {
      return "0";
    }
    StringBuilder cases = new StringBuilder("CASE");
    for (int i = 0; i < times.size(); i++) {
      cases.append(" WHEN used >= ? THEN ").append(i);
    }
    return cases.append(" ELSE ").append(times.size()).append(" END").toString();
  }

  private static String uses(Tables table) {
    return switch (table) {
      case REGISTRY_INDEX, GIT_DB -> of(table, "id", "NULL", "item.timestamp", "");
      case REGISTRY_SRC, GIT_CHECKOUT ->
          of(table, table.parentId(), "item.size", "item.timestamp", "");
      case REGISTRY_CRATE ->
          of(
              table,
              table.parentId(),
              "item.size",
              "max(item.timestamp, ifnull(src.timestamp, 0))",
              " LEFT JOIN registry_src src ON src.registry_id = item.registry_id"
                  + " AND src.name = substr(item.name, 1, length(item.name) - "
                  + CRATE_SUFFIX_LENGTH
                  + ")");
    };
  }

  private static String of(Tables table, String parent, String size, String used, String join) {
    return "SELECT item.%s AS parent_id, %s AS size, %s AS used FROM %s item%s"
            .formatted(parent, size, used, table.table(), join)
        + Rows.SOUND;
  }
}
