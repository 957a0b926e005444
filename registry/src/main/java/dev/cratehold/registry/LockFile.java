package dev.cratehold.registry;

import java.util.List;

/// A `Cargo.lock` of any version that cargo has written: without a version and with checksums in
/// `[metadata]` (1), without a version and with checksums beside the packages (2), or with the
/// version it says.
///
/// @param version the version of the format
/// @param packages in the order of the file, those of the workspace too
/// @param unused the packages of `[[patch.unused]]`; cargo resolves them all the same
public record LockFile(int version, List<LockedPackage> packages, List<LockedPackage> unused) {
  /// Copies the lists.
  public LockFile {
    packages = List.copyOf(packages);
    unused = List.copyOf(unused);
  }

  /// Reads a lock file. It is read by a reader of its own, because a general one for TOML takes
  /// half a second for 2,000 packages. What no cargo has ever written into a lock file, such as a
  /// date or a table in braces, is malformed here.
  ///
  /// @throws MalformedLockFileException with the line
  public static LockFile parse(String text) throws MalformedLockFileException {
    LockFileBuilder builder = new LockFileBuilder();
    new LockFileReader(text, builder).read();
    return builder.build();
  }
}
