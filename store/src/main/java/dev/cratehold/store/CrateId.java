package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;

/// One crate file as a registry names it.
///
/// @param registry the name under which the registry is mounted, such as `crates-io`
/// @param checksum the SHA-256 of the `.crate` file; a version that was published twice has two
public record CrateId(String registry, CrateName name, CrateVersion version, Checksum checksum) {
  public CrateId {
    if (registry.isBlank()) {
      throw new IllegalArgumentException("a registry has a name");
    }
  }

  @Override
  public String toString() {
    return registry + "/" + name + "@" + version;
  }
}
