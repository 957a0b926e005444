package dev.cratehold.acceptance.cratesio;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// An application on crates.io whose `.crate` file carries its `Cargo.lock`.
///
/// @param lockedPackages how many packages of crates.io its lock file names
record PublishedApplication(CrateName name, CrateVersion version, int lockedPackages) {
  /// The one that is built: few dependencies, no C code.
  static final PublishedApplication SMALLEST = of("sd", "1.0.0", 111);

  /// From 100 to 500 locked packages.
  static final List<PublishedApplication> FIVE =
      List.of(
          SMALLEST,
          of("bat", "0.26.1", 256),
          of("xh", "0.26.3", 373),
          of("starship", "1.27.0", 417),
          of("cargo-nextest", "0.9.151", 491));

  private static PublishedApplication of(String name, String version, int lockedPackages) {
    return new PublishedApplication(new CrateName(name), new CrateVersion(version), lockedPackages);
  }

  /// Downloads it from crates.io, without Cratehold, and unpacks it below `parent`.
  ///
  /// @return the directory of its `Cargo.toml`
  Path unpack(Path parent) throws IOException, InterruptedException {
    Path file = CratesIo.download(name, version, parent);
    Path directory = Files.createTempDirectory(parent, name + "-");
    CratesIo.command("tar", "-xzf", file.toString(), "-C", directory.toString());
    Path unpacked = directory.resolve(name + "-" + version);
    long locked = lockedPackages(unpacked.resolve("Cargo.lock"));
    if (locked != lockedPackages) {
      throw new AssertionError(
          "the lock file of %s names %d packages, not %d".formatted(name, locked, lockedPackages));
    }
    return unpacked;
  }

  private static long lockedPackages(Path lock) throws IOException {
    try (Stream<String> lines = Files.lines(lock)) {
      return lines.filter(line -> line.startsWith("source = \"registry+")).count();
    }
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
