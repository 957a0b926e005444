package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.retention.Reason;
import java.time.Instant;
import java.util.List;

/// A file that a collection takes, with what it is known as.
///
/// @param crates whose file it is; empty for a file that is not listed
/// @param lastUse when any of them was last served or stored
public record CollectedFile(
    Checksum checksum, List<CrateId> crates, long bytes, Instant lastUse, Reason reason) {
  public CollectedFile {
    crates = List.copyOf(crates);
  }
}
