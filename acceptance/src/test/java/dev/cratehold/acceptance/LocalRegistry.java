package dev.cratehold.acceptance;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A registry that is a directory of `.crate` files with an index beside them, as cargo's key
/// `local-registry` wants it.
final class LocalRegistry {
  private LocalRegistry() {}

  /// Makes one with a single crate whose name has three letters.
  ///
  /// @param directory becomes a new directory
  /// @return the directory
  static Path create(Path directory, String name, String version) throws IOException {
    TestCrate crate = CrateBuilder.crate(name, version).build();
    Path index = directory.resolve("index").resolve(crate.name().indexPath());
    Files.createDirectories(index.resolveSibling(""));
    Files.writeString(index, crate.indexLine() + "\n");
    Files.write(directory.resolve(name + "-" + version + ".crate"), crate.file());
    return directory;
  }

  /// The configuration by which it takes the place of crates.io.
  static String replacing(Path directory) {
    return """
    [source.crates-io]
    replace-with = "local"

    [source.local]
    local-registry = "%s"
    """
        .formatted(directory);
  }
}
