package dev.cratehold.home.lastuse;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.sqlite.SQLiteConfig;

/// The schema of cargo's database: its seven migrations, of which `user_version` counts those that
/// were carried out.
final class Schema {
  /// How many migrations are known here.
  static final int VERSION = 7;

  /// The tables of that version.
  static final Set<String> TABLES =
      Set.of(
          "registry_index",
          "registry_crate",
          "registry_src",
          "git_db",
          "git_checkout",
          "global_data");

  /// In order. What they say is the format, so it is as cargo says it.
  private static final List<String> MIGRATIONS =
      List.of(
          parent("registry_index"),
          child(
              "registry_crate",
              "registry_id",
              "registry_index",
              "name TEXT",
              "size INTEGER NOT NULL"),
          child("registry_src", "registry_id", "registry_index", "name TEXT", "size INTEGER"),
          parent("git_db"),
          child("git_checkout", "git_id", "git_db", "name TEXT UNIQUE", "size INTEGER"),
          "CREATE TABLE global_data (\n    last_auto_gc INTEGER NOT NULL\n)",
          "INSERT INTO global_data (last_auto_gc) VALUES (?)");

  /// As long as cargo waits.
  private static final int BUSY_MILLIS = 5_000;

  private Schema() {}

  private static String parent(String table) {
    return """
    CREATE TABLE %s (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT UNIQUE NOT NULL,
        timestamp INTEGER NOT NULL
    )\
    """
        .formatted(table);
  }

  private static String child(
      String table, String parentId, String parent, String name, String size) {
    return """
    CREATE TABLE %1$s (
        %2$s INTEGER NOT NULL,
        %4$s NOT NULL,
        %5$s,
        timestamp INTEGER NOT NULL,
        PRIMARY KEY (%2$s, name),
        FOREIGN KEY (%2$s) REFERENCES %3$s (id) ON DELETE CASCADE
    )\
    """
        .formatted(table, parentId, parent, name, size);
  }

  /// A connection to the database in `file` that writes nothing, not even to roll back what a
  /// process that died left behind.
  static Connection connectForReading(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setReadOnly(true);
    return config.createConnection("jdbc:sqlite:file:" + escaped(file) + "?mode=ro");
  }

  /// A connection to the database in `file`, which is made if it is not there. It keeps cargo's
  /// journal and durability, which are SQLite's own.
  static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    return config.createConnection("jdbc:sqlite:file:" + escaped(file));
  }

  /// A path in SQLite's URI form, in which three characters mean something else.
  private static String escaped(Path file) {
    return file.toString().replace("%", "%25").replace("?", "%3f").replace("#", "%23");
  }

  /// Carries out the migrations that are still to be. Another process may do so at the same time,
  /// so the version is read again inside the transaction. A database that a newer cargo migrated
  /// further is left as it is.
  static void migrate(Connection connection, Statements statements, InstantSource clock)
      throws SQLException {
    if (version(connection) < VERSION) {
      statements.transaction(
          "BEGIN EXCLUSIVE",
          () -> {
            for (int i = Math.max(0, version(connection)); i < VERSION; i++) {
              carryOut(i, statements, clock);
            }
            statements.update("PRAGMA user_version = " + Math.max(VERSION, version(connection)));
          });
    }
  }

  private static void carryOut(int migration, Statements statements, InstantSource clock)
      throws SQLException {
    String sql = MIGRATIONS.get(migration);
    if (sql.startsWith("INSERT")) {
      statements.update(sql, clock.instant().getEpochSecond());
    } else {
      statements.update(sql);
    }
  }

  /// The number of migrations that were carried out on the database.
  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA user_version")) {
      return found.getInt(1);
    }
  }

  /// The tables of the database, in lower case, but SQLite's own.
  static Set<String> tables(Connection connection) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      while (found.next()) {
        names.add(found.getString(1).toLowerCase(Locale.ROOT));
      }
    }
    names.removeIf(name -> name.startsWith("sqlite_"));
    return names;
  }
}
