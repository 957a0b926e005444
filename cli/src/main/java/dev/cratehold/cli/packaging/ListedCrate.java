package dev.cratehold.cli.packaging;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;

/// A crate version that the registry of a training run has.
record ListedCrate(CrateName name, CrateVersion version, Checksum checksum) {

  /// Reads `name version checksum`.
  static ListedCrate parse(String line) {
    String[] words = line.split(" ", -1);
    return new ListedCrate(
        new CrateName(words[0]), new CrateVersion(words[1]), new Checksum(words[2]));
  }

  /// The path of its index file below a registry.
  String indexPath() {
    return name.indexPath();
  }

  /// The path below a registry that names its checksum.
  String path() {
    return "crate/%s/%s/%s.crate".formatted(name, version, checksum);
  }

  /// The path below a registry that every registry has.
  String classicPath() {
    return "crate/%s/%s/download".formatted(name, version);
  }
}
