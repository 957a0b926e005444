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

  static LastUseState of(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return new LastUseState.Unreadable(Failures.isDirectory(file));
      }
      return attributes.size() == 0 ? new LastUseState.Missing() : read(file);
    } catch (NoSuchFileException _) {
      return new LastUseState.Missing();
    } catch (IOException e) {
      return new LastUseState.Unreadable(Failures.sentence("cannot read", file, e));
    }
  }

  private static LastUseState read(Path file) {
    try (Connection connection = Schema.connectForReading(file)) {
      connection.setAutoCommit(false);
      return read(file, connection);
    } catch (SQLException e) {
      return new LastUseState.Unreadable(Failures.sentence("cannot read", file, e));
    }
  }

  private static LastUseState read(Path file, Connection connection) throws SQLException {
    int version = Schema.version(connection);
    Set<String> tables = Schema.tables(connection);
    if (version <= 0 && tables.isEmpty()) {
      return new LastUseState.Missing();
    }
    Set<String> missing = new TreeSet<>(Schema.TABLES);
    missing.removeAll(tables);
    if (!missing.isEmpty() || version <= 0) {
      return new LastUseState.Unreadable(Failures.isForeign(file, version, missing));
    }
    Rows rows = new Rows(new Statements(connection));
    return new LastUseState.Present(new LastUseSnapshot(rows.all(), rows.lastAutoGc(), version));
  }
}
