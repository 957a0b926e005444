package dev.cratehold.home;

import java.nio.file.Path;

/// The root of a Cargo home and the names in it. Nothing here looks at the disk.
///
/// @param root absolute
public record CargoHome(Path root) {
  /// Checks that the root is absolute.
  public CargoHome {
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("the Cargo home must be an absolute path: " + root);
    }
  }

  /// Where things of this kind lie.
  public Path base(ItemKind kind) {
    return root.resolve(kind.base());
  }

  /// Where this thing lies, or would.
  public Path resolve(ItemId id) {
    return root.resolve(id.path());
  }

  /// Cargo's database of last uses.
  public Path lastUseDatabase() {
    return root.resolve(".global-cache");
  }

  /// The file of cargo's lock "package cache": resolving, downloading, every access to the
  /// database.
  public Path downloadLock() {
    return root.resolve(".package-cache");
  }

  /// The file of cargo's lock "package cache mutation": shared by builds, exclusive to collect.
  public Path mutateLock() {
    return root.resolve(".package-cache-mutate");
  }

  /// What Cratehold itself keeps in a Cargo home; cargo takes no notice of it.
  public Path own() {
    return root.resolve(".cratehold");
  }
}
