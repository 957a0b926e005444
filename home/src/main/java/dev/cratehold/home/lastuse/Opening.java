package dev.cratehold.home.lastuse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// Opens a database for writing.
record Opening(Path file) {
  Connection connection() throws LastUseException {
    if (Files.isDirectory(file)) {
      throw new LastUseException(Failures.isDirectory(file));
    }
    try {
      return Schema.connect(file);
    } catch (SQLException e) {
      throw Failures.cannotOpen(file, e);
    }
  }

  /// Closes what was opened in vain. Returns what to throw.
  LastUseException abandon(Connection connection, SQLException reason) {
    try {
      connection.close();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
    return Failures.cannotOpen(file, reason);
  }
}
