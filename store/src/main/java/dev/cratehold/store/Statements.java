package dev.cratehold.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The prepared statements of one connection, each prepared when it is first used and then held.
/// Preparing one anew at each use would take longer than running it.
///
/// For use by one thread.
final class Statements {
  private final Connection connection;
  private final Map<String, PreparedStatement> held = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /// Reads the row that a result set stands on.
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// Runs a statement that changes rows. Returns how many.
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    return run(sql, arguments, PreparedStatement::executeUpdate);
  }

  /// The rows that a query finds.
  <T> List<T> rows(String sql, RowReader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    return query(
        sql,
        arguments,
        found -> {
          List<T> rows = new ArrayList<>();
          while (found.next()) {
            rows.add(reader.read(found));
          }
          return rows;
        });
  }

  /// The first row that a query finds, or empty if it finds none.
  <T> Optional<T> row(String sql, RowReader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    return query(
        sql, arguments, found -> found.next() ? Optional.of(reader.read(found)) : Optional.empty());
  }

  /// True if a query finds a row.
  boolean exists(String sql, @Nullable Object... arguments) throws SQLException {
    return query(sql, arguments, ResultSet::next);
  }

  private <T> T query(String sql, @Nullable Object[] arguments, RowReader<T> reader)
      throws SQLException {
    return run(
        sql,
        arguments,
        statement -> {
          try (ResultSet found = statement.executeQuery()) {
            return reader.read(found);
          }
        });
  }

  /// Runs something with a prepared statement.
  @FunctionalInterface
  private interface Execution<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /// A statement that failed is not used again: the driver ends it when the disk is full, and one
  /// that is left in the middle would keep its transaction open.
  private <T> T run(String sql, @Nullable Object[] arguments, Execution<T> execution)
      throws SQLException {
    try {
      return execution.of(bound(sql, arguments));
    } catch (SQLException | RuntimeException e) {
      discard(sql, e);
      throw e;
    }
  }

  private void discard(String sql, Exception reason) {
    try (PreparedStatement _ = held.remove(sql)) {
      // Closed by leaving.
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = held.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      held.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }
}
