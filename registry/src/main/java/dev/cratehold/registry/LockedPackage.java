package dev.cratehold.registry;

import java.util.Optional;

/// One package of a lock file.
///
/// @param name any that cargo takes, which in a git repository or in another registry is more than
///   [CrateName] allows; never with a slash
/// @param source empty for packages of the workspace itself
/// @param checksum the SHA-256 of its crate file; empty for what is no crate file
public record LockedPackage(
    String name,
    CrateVersion version,
    Optional<PackageSource> source,
    Optional<Checksum> checksum) {

  /// The name of its extracted directory, and of its crate file without `.crate`.
  public String stem() {
    return name + "-" + version;
  }
}
