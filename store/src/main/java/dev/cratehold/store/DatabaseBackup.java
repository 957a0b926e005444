package dev.cratehold.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// The copy of a database that is made before its schema is changed: `cratehold.db.schema-1.bak` is
/// one with schema 1.
final class DatabaseBackup {
  private DatabaseBackup() {}

  /// Copies the database in `file`, in which nobody may write meanwhile: the caller holds its write
  /// lock. The copy is there whole or not at all, and replaces an earlier one.
  ///
  /// @param schema the schema that the database has
  static Path make(Path file, int schema) throws IOException {
    Path backup = file.resolveSibling(file.getFileName() + ".schema-" + schema + ".bak");
    Path unfinished = backup.resolveSibling(backup.getFileName() + ".unfinished");
    try {
      Files.deleteIfExists(unfinished);
      copy(file, unfinished);
      force(unfinished);
      Files.move(unfinished, backup, StandardCopyOption.ATOMIC_MOVE);
      return backup;
    } catch (IOException | SQLException e) {
      IOException failure =
          new IOException(
              ("the database %s has to be upgraded from schema %d, and the copy that is made of it"
                      + " before, %s, cannot be written: make room, or see to the reason: %s")
                  .formatted(file, schema, backup, e.getMessage()),
              e);
      discard(unfinished, failure);
      throw failure;
    }
  }

  private static void copy(Path file, Path target) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, target.toString());
      vacuum.execute();
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void discard(Path unfinished, IOException failure) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
