package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Crate files by their checksum. Knows nothing of names, versions and registries.
///
/// Safe for use by several threads and processes. A file is there whole or not at all.
public interface BlobStore {
  /// Begins a new file.
  StagedBlob stage() throws IOException;

  /// Opens the file with this checksum without hashing it, or returns empty if there is none.
  Optional<Blob> open(Checksum checksum) throws IOException;

  /// Hashes the file with this checksum.
  BlobCheck check(Checksum checksum) throws IOException;

  /// Takes the file with this checksum away if hashing it shows that it is corrupt; one that proves
  /// intact stays. Returns what was found.
  BlobCheck quarantine(Checksum checksum) throws IOException;

  /// Forces the file with this checksum to the disk. Returns its size in bytes, or empty if there
  /// is no such file.
  OptionalLong sync(Checksum checksum) throws IOException;

  /// The size of the file with this checksum and when it was published last, or empty if there is
  /// none.
  Optional<BlobFacts> facts(Checksum checksum) throws IOException;

  /// Deletes the file with this checksum unless it was published, or published once more, after
  /// `limit`. Who has it open goes on reading.
  BlobExpiry deleteExpired(Checksum checksum, Instant limit) throws IOException;

  /// Deletes the file with this checksum. Returns whether there was one.
  boolean delete(Checksum checksum) throws IOException;

  /// The checksums that begin with the byte `first`, 0 to 255, in no order.
  List<Checksum> list(int first) throws IOException;

  /// The same without what is in directories that cannot be read at the moment, and in half the
  /// time.
  List<Checksum> readable(int first);
}
