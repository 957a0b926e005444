package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.Optional;

/// Keeps a crate from being collected, whether it is here already or comes later.
///
/// @param registry the name under which the registry is mounted
/// @param version empty for every version
/// @param owner whom it is for: a label by which the pins of one lock file, say, are taken away
///   together
public record Pin(String registry, CrateName name, Optional<CrateVersion> version, String owner) {
  public Pin {
    if (owner.isBlank()) {
      throw new IllegalArgumentException("a pin has an owner");
    }
  }

  @Override
  public String toString() {
    return name + version.map(v -> "@" + v).orElse("");
  }
}
