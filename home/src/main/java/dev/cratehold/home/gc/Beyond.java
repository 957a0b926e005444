package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.lock.HeldLock;
import dev.cratehold.home.trash.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Clears what is no item: cargo's database, and what was kept for undo.
record Beyond(CargoHome home, Trash trash, Freeing freeing) {
  private static final List<String> SUFFIXES = List.of("-journal", "-wal", "-shm", "");

  /// Deletes the database, and what SQLite keeps beside it first, so that no journal outlives it.
  ///
  /// @param lock cargo's lock, which every access to the database needs
  void clearLastUse(HeldLock lock) throws IOException {
    try (lock) {
      Path database = home.lastUseDatabase();
      for (String suffix : SUFFIXES) {
        Files.deleteIfExists(database.resolveSibling(database.getFileName() + suffix));
      }
    }
  }

  /// Deletes what was kept, but for runs that go on.
  void clearUndo() throws IOException {
    freeing.add(trash.clear(freeing));
  }
}
