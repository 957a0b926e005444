package dev.cratehold.mirror.refresh;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.Optional;

/// A crate that clients use.
///
/// @param newest the highest version that is here; empty if none of them was served lately
record UsedCrate(CrateName name, Optional<CrateVersion> newest) {}
