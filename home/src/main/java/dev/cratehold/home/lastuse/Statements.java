package dev.cratehold.home.lastuse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The prepared statements of one connection, each held once it was used.
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
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /// Work on the database.
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws SQLException, E;
  }

  /// Runs a statement that changes rows. Returns how many.
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    return bound(sql, arguments).executeUpdate();
  }

  /// Reads each row that a query finds.
  void rows(String sql, RowReader reader, @Nullable Object... arguments) throws SQLException {
    try (ResultSet found = bound(sql, arguments).executeQuery()) {
      while (found.next()) {
        reader.read(found);
      }
    }
  }

  /// Runs `work` in a transaction that `begin` begins. It is rolled back if the work fails.
  <E extends Exception> void transaction(String begin, Work<E> work) throws SQLException, E {
    update(begin);
    try {
      work.run();
      update("COMMIT");
    } catch (Exception e) {
      rollBack(e);
      throw e;
    }
  }

  /// Ends the transaction, which SQLite itself may have ended already, as it does on a full disk.
  private void rollBack(Exception reason) {
    tryRollBack().ifPresent(reason::addSuppressed);
  }

  /// Ends the transaction without a change, if there is one. Returns why that could not be done.
  Optional<SQLException> tryRollBack() {
    try {
      update("ROLLBACK");
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e);
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
