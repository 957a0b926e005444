package dev.cratehold.store;

import dev.cratehold.store.Health.Part;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// What a store consists of, opened for writing or, where that is impossible, for reading.
///
/// @param readOnly why nothing can be written, and what to do; empty if it can
record StoreParts(
    DataDirectory directory,
    DiskBlobStore blobs,
    Database database,
    Health health,
    Optional<String> readOnly) {
  private static final Logger LOGGER = System.getLogger(StoreParts.class.getName());

  /// SQLite cannot open a database beside which it can make no file of 32 KiB.
  private static final long NEEDED_BY_THE_DATABASE = 1 << 20;

  static StoreParts open(Path dataDirectory, Access access, InstantSource clock)
      throws IOException {
    DataDirectory directory = DataDirectory.open(dataDirectory, access);
    if (directory.unwritable().isPresent()) {
      return forReading(directory, directory.unwritable().get(), clock);
    }
    try {
      return forWriting(directory, clock);
    } catch (IOException e) {
      if (access == Access.WRITE || !isForLackOfWriting(e)) {
        throw e;
      }
      return forReading(directory, e, clock);
    }
  }

  private static StoreParts forWriting(DataDirectory directory, InstantSource clock)
      throws IOException {
    Health health = new Health(directory.root(), clock);
    DiskBlobStore blobs = DiskBlobStore.in(directory.blobs());
    Database database = Database.open(directory.database(), health.watch(Part.DATABASE));
    return new StoreParts(directory, blobs, database, health, Optional.empty());
  }

  private static boolean isForLackOfWriting(IOException failure) {
    return failure instanceof FileSystemException || Database.isForLackOfWriting(failure);
  }

  /// Opens for reading what could not be opened for writing. If that is impossible too, the first
  /// failure says more.
  private static StoreParts forReading(
      DataDirectory directory, IOException failure, InstantSource clock) throws IOException {
    try {
      boolean full = Files.getFileStore(directory.root()).getUsableSpace() < NEEDED_BY_THE_DATABASE;
      String reason = full ? "its disk is full" : String.valueOf(failure.getMessage());
      return forReading(directory, reason, clock);
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static StoreParts forReading(DataDirectory directory, String reason, InstantSource clock)
      throws IOException {
    String sentence =
        "the store in %s is open for reading alone: %s; see to that and start again"
            .formatted(directory.root(), reason);
    Health health = new Health(directory.root(), clock);
    DiskBlobStore blobs = DiskBlobStore.in(directory.blobs());
    Database database = Database.openForReading(directory.database(), sentence);
    LOGGER.log(Level.WARNING, sentence);
    return new StoreParts(directory, blobs, database, health, Optional.of(sentence));
  }
}
