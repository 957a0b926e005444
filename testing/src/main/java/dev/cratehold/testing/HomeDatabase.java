package dev.cratehold.testing;

import dev.cratehold.testing.HomeRows.Child;
import dev.cratehold.testing.HomeRows.Parent;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes the database of last uses of a [SyntheticHome], in the schema of cargo 1.75 to 1.100.
final class HomeDatabase {
  private static final int VERSION = 7;

  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE registry_index (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              name TEXT UNIQUE NOT NULL,
              timestamp INTEGER NOT NULL
          )\
          """,
          """
          CREATE TABLE registry_crate (
              registry_id INTEGER NOT NULL,
              name TEXT NOT NULL,
              size INTEGER NOT NULL,
              timestamp INTEGER NOT NULL,
              PRIMARY KEY (registry_id, name),
              FOREIGN KEY (registry_id) REFERENCES registry_index (id) ON DELETE CASCADE
          )\
          """,
          """
          CREATE TABLE registry_src (
              registry_id INTEGER NOT NULL,
              name TEXT NOT NULL,
              size INTEGER,
              timestamp INTEGER NOT NULL,
              PRIMARY KEY (registry_id, name),
              FOREIGN KEY (registry_id) REFERENCES registry_index (id) ON DELETE CASCADE
          )\
          """,
          """
          CREATE TABLE git_db (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              name TEXT UNIQUE NOT NULL,
              timestamp INTEGER NOT NULL
          )\
          """,
          """
          CREATE TABLE git_checkout (
              git_id INTEGER NOT NULL,
              name TEXT UNIQUE NOT NULL,
              size INTEGER,
              timestamp INTEGER NOT NULL,
              PRIMARY KEY (git_id, name),
              FOREIGN KEY (git_id) REFERENCES git_db (id) ON DELETE CASCADE
          )\
          """,
          """
          CREATE TABLE global_data (
              last_auto_gc INTEGER NOT NULL
          )\
          """);

  private HomeDatabase() {}

  /// @param file does not exist yet
  /// @param lastAutoGc seconds since the epoch
  static void write(Path file, HomeRows rows, long lastAutoGc) throws IOException {
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      create(database, lastAutoGc);
      Map<String, Long> indexes = parents(database, "registry_index", rows.indexes());
      children(database, "registry_crate", indexes, rows.crates());
      children(database, "registry_src", indexes, rows.srcs());
      Map<String, Long> dbs = parents(database, "git_db", rows.gitDbs());
      children(database, "git_checkout", dbs, rows.checkouts());
      database.commit();
    } catch (SQLException e) {
      throw new IOException("writing the database of a synthetic home failed: " + file, e);
    }
  }

  private static void create(Connection database, long lastAutoGc) throws SQLException {
    try (Statement statement = database.createStatement()) {
      // Whoever makes a home for a test needs no safety from a loss of power.
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA foreign_keys = ON");
      database.setAutoCommit(false);
      for (String table : SCHEMA) {
        statement.execute(table);
      }
      statement.execute("INSERT INTO global_data VALUES (" + lastAutoGc + ")");
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  /// @return the key of each row by its name
  private static Map<String, Long> parents(Connection database, String table, List<Parent> rows)
      throws SQLException {
    Map<String, Long> keys = new HashMap<>();
    try (PreparedStatement insert =
        database.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?)")) {
      for (Parent row : rows) {
        keys.put(row.name(), keys.size() + 1L);
        insert.setLong(1, keys.size());
        insert.setString(2, row.name());
        insert.setLong(3, row.used());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return keys;
  }

  private static void children(
      Connection database, String table, Map<String, Long> parents, List<Child> rows)
      throws SQLException {
    try (PreparedStatement insert =
        database.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?)")) {
      for (Child row : rows) {
        insert.setLong(1, parents.getOrDefault(row.parent(), 0L));
        insert.setString(2, row.name());
        if (row.bytes().isPresent()) {
          insert.setLong(3, row.bytes().getAsLong());
        } else {
          insert.setNull(3, Types.INTEGER);
        }
        insert.setLong(4, row.used());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
