package dev.cratehold.home.lastuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/// Reads a database once, without any lock of cargo's.
final class Reading {
  private Reading() {}

  /// What is made of what is found.
  interface Outcome<S> {
    /// The database is cargo's; a transaction has begun.
    S present(Connection connection, int version) throws SQLException;

    S missing();

    S unreadable(String why);
  }

  static <S> S of(Path file, Outcome<S> outcome) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return outcome.unreadable(Failures.isDirectory(file));
      }
      return attributes.size() == 0 ? outcome.missing() : read(file, outcome);
    } catch (NoSuchFileException _) {
      return outcome.missing();
    } catch (IOException e) {
      return outcome.unreadable(Failures.sentence("cannot read", file, e));
    }
  }

  private static <S> S read(Path file, Outcome<S> outcome) {
    try (Connection connection = Schema.connectForReading(file)) {
      connection.setAutoCommit(false);
      return read(file, connection, outcome);
    } catch (SQLException e) {
      return outcome.unreadable(Failures.sentence("cannot read", file, e));
    }
  }

  private static <S> S read(Path file, Connection connection, Outcome<S> outcome)
      throws SQLException {
    int version = Schema.version(connection);
    Set<String> tables = Schema.tables(connection);
    if (version <= 0 && tables.isEmpty()) {
      return outcome.missing();
    }
    Set<String> missing = new TreeSet<>(Schema.TABLES);
    missing.removeAll(tables);
    if (!missing.isEmpty() || version <= 0) {
      return outcome.unreadable(Failures.isForeign(file, version, missing));
    }
    return outcome.present(connection, version);
  }

  /// All rows.
  static final class Whole implements Outcome<LastUseState> {
    @Override
    public LastUseState present(Connection connection, int version) throws SQLException {
      Rows rows = new Rows(new Statements(connection));
      return new LastUseState.Present(new LastUseSnapshot(rows.all(), rows.lastAutoGc(), version));
    }

    @Override
    public LastUseState missing() {
      return new LastUseState.Missing();
    }

    @Override
    public LastUseState unreadable(String why) {
      return new LastUseState.Unreadable(why);
    }
  }
}
