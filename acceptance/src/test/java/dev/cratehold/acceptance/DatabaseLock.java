package dev.cratehold.acceptance;

import dev.cratehold.home.CargoHome;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// A lock of SQLite on cargo's database of last uses, without any lock of cargo's: who wants to
/// read or write it waits.
final class DatabaseLock implements AutoCloseable {
  private final Connection connection;

  private DatabaseLock(Connection connection) {
    this.connection = connection;
  }

  static DatabaseLock take(CargoHome home) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.lastUseDatabase());
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
    }
    return new DatabaseLock(connection);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
