package dev.cratehold.cli.imports;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.nio.file.Path;
import java.util.Optional;

/// A crate file on disk, and what its name says that it is.
///
/// @param root the directory in which it was searched for
public record FoundCrate(Path file, Path root, CrateName name, CrateVersion version) {
  private static final String END = ".crate";

  /// Reads the name of a file: `<name>-<version>.crate` as cargo, local registries and mirrors name
  /// them, or `crates/<name>/<version>` as cargo-cacher does. Empty if it has neither form.
  static Optional<FoundCrate> of(Path file, Path root) {
    String fileName = String.valueOf(file.getFileName());
    return fileName.endsWith(END)
        ? ofStem(fileName.substring(0, fileName.length() - END.length()), file, root)
        : ofDirectories(fileName, file, root);
  }

  /// No name holds a dot and every version does, after a number: so there is one way to read it.
  private static Optional<FoundCrate> ofStem(String stem, Path file, Path root) {
    int dash = stem.lastIndexOf('-', Math.max(0, stem.indexOf('.')));
    return dash < 0
        ? Optional.empty()
        : of(stem.substring(0, dash), stem.substring(dash + 1), file, root);
  }

  private static Optional<FoundCrate> ofDirectories(String version, Path file, Path root) {
    Path parent = file.getParent();
    Path crates = parent == null ? null : parent.getParent();
    return parent == null || crates == null || !crates.endsWith("crates")
        ? Optional.empty()
        : of(String.valueOf(parent.getFileName()), version, file, root);
  }

  private static Optional<FoundCrate> of(String name, String version, Path file, Path root) {
    return CrateName.parse(name)
        .flatMap(n -> CrateVersion.parse(version).map(v -> new FoundCrate(file, root, n, v)));
  }
}
