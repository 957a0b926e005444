package dev.cratehold.store;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/// The schema of the database: scripts that are carried out in order, each once. `user_version`
/// counts how many were.
final class Schema {
  /// In order; a script that was released never changes.
  private static final List<String> SCRIPTS =
      List.of("001-first.sql", "002-alerts.sql", "003-mirror.sql");

  private static final Logger LOGGER = System.getLogger(Schema.class.getName());

  /// Of the database header, as SQLite's file format describes it.
  private static final int HEADER_BYTES = 100;

  private static final int USER_VERSION_AT = 60;

  private static final int BUSY_MILLIS = 10_000;
  private static final int CACHE_KIB = 16 * 1024;
  private static final int CHECKPOINT_PAGES = 4000;

  private Schema() {}

  /// A connection to the database in `file`, whose schema is up to date.
  static Connection connect(Path file) throws SQLException, IOException {
    Connection connection = config().createConnection("jdbc:sqlite:" + file);
    try {
      migrate(connection, file);
      return connection;
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// A connection to the database in `file` that writes nothing. Where no file can be created
  /// beside the database it is read as one that never changes.
  static Connection connectForReading(Path file) throws SQLException, IOException {
    try {
      return readingConnection(file, "?mode=ro");
    } catch (SQLException e) {
      try {
        Connection connection = readingConnection(file, "?immutable=1");
        LOGGER.log(Level.DEBUG, "the database {0} is read as one that never changes: {1}", file, e);
        return connection;
      } catch (SQLException immutable) {
        immutable.addSuppressed(e);
        throw immutable;
      }
    }
  }

  private static Connection readingConnection(Path file, String mode)
      throws SQLException, IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-CACHE_KIB);
    config.setReadOnly(true);
    Connection connection =
        config.createConnection("jdbc:sqlite:file:" + escaped(file.toAbsolutePath()) + mode);
    try {
      requireKnown(version(connection), file);
      return connection;
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// A path in SQLite's URI form, in which three characters mean something else.
  private static String escaped(Path file) {
    return file.toString().replace("%", "%25").replace("?", "%3f").replace("#", "%23");
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setCacheSize(-CACHE_KIB);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, String.valueOf(CHECKPOINT_PAGES));
    return config;
  }

  private static void migrate(Connection connection, Path file) throws SQLException, IOException {
    int version = version(connection);
    requireKnown(version, file);
    if (version < SCRIPTS.size()) {
      carryOutRest(connection, file);
    }
  }

  private static void requireKnown(int version, Path file) throws IOException {
    if (version > SCRIPTS.size()) {
      throw new IOException(
          ("the database %s has schema %d, made by a newer Cratehold; this one knows schemas up to"
                  + " %d: use the newer one, or another data directory")
              .formatted(file, version, SCRIPTS.size()));
    }
  }

  /// Carries out the scripts that are still to be, in one transaction. Another process may do so at
  /// the same time, so the version is read again inside, where no other process can change it.
  private static void carryOutRest(Connection connection, Path file)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    int version = version(connection);
    if (version > 0 && version < SCRIPTS.size()) {
      Path backup = DatabaseBackup.make(file, version);
      LOGGER.log(
          Level.INFO,
          "bringing the database {0} from schema {1} to {2}; {3} is a copy of it as it was",
          file,
          version,
          SCRIPTS.size(),
          backup);
    }
    try (Statement statement = connection.createStatement()) {
      for (int i = version; i < SCRIPTS.size(); i++) {
        statement.executeUpdate(script(SCRIPTS.get(i)));
        statement.executeUpdate("PRAGMA user_version = " + (i + 1));
      }
    }
    connection.setAutoCommit(true);
  }

  /// The schema of the database in `file` if opening it would upgrade it; empty if it is current or
  /// not there. It is read from the header of the file, so that nothing is touched; what is in the
  /// write-ahead log alone is not seen.
  ///
  /// @throws IOException if a newer Cratehold made it, or if it is no database
  static OptionalInt outdated(Path file) throws IOException {
    byte[] header;
    try (InputStream in = Files.newInputStream(file)) {
      header = in.readNBytes(HEADER_BYTES);
    } catch (NoSuchFileException _) {
      return OptionalInt.empty();
    }
    if (header.length == 0) {
      return OptionalInt.empty();
    }
    if (header.length < HEADER_BYTES
        || !new String(header, StandardCharsets.ISO_8859_1).startsWith("SQLite format 3")) {
      throw new IOException("the file " + file + " is no database: move it away");
    }
    int version = ByteBuffer.wrap(header).getInt(USER_VERSION_AT);
    requireKnown(version, file);
    return version > 0 && version < SCRIPTS.size() ? OptionalInt.of(version) : OptionalInt.empty();
  }

  /// The number of scripts that were carried out on the database.
  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA user_version")) {
      return found.getInt(1);
    }
  }

  private static String script(String name) throws IOException {
    try (InputStream in = Schema.class.getResourceAsStream("schema/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the schema script " + name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
