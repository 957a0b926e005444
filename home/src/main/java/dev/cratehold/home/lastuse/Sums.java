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

  /// `total` adds up without an overflow, which would fail the whole query.
  private String select(Tables table) {
    return """
    SELECT directory, %s AS span, count(*), cast(total(size) AS INTEGER), count(*) - count(size),
      max(used)
    FROM (%s)
    GROUP BY directory, span
    """
        .formatted(span(), uses(table));
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
      case REGISTRY_INDEX, GIT_DB ->
          "SELECT item.name AS directory, NULL AS size, item.timestamp AS used FROM %s item"
                  .formatted(table.table())
              + Rows.SOUND;
      case REGISTRY_SRC, GIT_CHECKOUT -> children(table, "item.timestamp", "");
      case REGISTRY_CRATE ->
          children(
              table,
              "max(item.timestamp, ifnull(src.timestamp, 0))",
              " LEFT JOIN registry_src src ON src.registry_id = item.registry_id"
                  + " AND src.name = substr(item.name, 1, length(item.name) - "
                  + CRATE_SUFFIX_LENGTH
                  + ")");
    };
  }

  private static String children(Tables table, String used, String join) {
    return "SELECT parent.name AS directory, item.size AS size, %s AS used FROM %s item JOIN %s parent ON parent.id = item.%s%s"
            .formatted(used, table.table(), table.parent().table(), table.parentId(), join)
        + Rows.SOUND;
  }
}
