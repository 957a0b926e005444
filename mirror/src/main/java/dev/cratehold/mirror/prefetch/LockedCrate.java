package dev.cratehold.mirror.prefetch;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.Optional;

/// A crate that a lock file names.
///
/// @param checksum empty in some lock files of old cargos
/// @param source the name of the lock file
public record LockedCrate(
    CrateName name, CrateVersion version, Optional<Checksum> checksum, String source) {
  String item() {
    return name + "@" + version;
  }
}
