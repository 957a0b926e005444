package dev.cratehold.home.layout;

import java.util.Map;
import java.util.Optional;

/// Directories whose registry is known without looking into them: those of crates.io, by its sparse
/// index and by its git index.
///
/// The names stand here as they are, not as [DirectoryNames] would make them: its rules for hosts
/// load tables for fifteen milliseconds, and `home show` needs nothing else of them.
public final class KnownRegistries {
  private static final Map<String, String> NAMES =
      Map.of(
          "index.crates.io-1949cf8c6b5b557f",
          "crates.io",
          "github.com-25cdd57fae9f0462",
          "crates.io by git",
          "index.crates.io-6f17d22bba15001f",
          "crates.io, of cargo before 1.85",
          "github.com-1ecc6299db9ec823",
          "crates.io by git, of cargo before 1.85");

  private KnownRegistries() {}

  /// What users call the registry in this directory, or empty if its name does not tell.
  public static Optional<String> nameOf(String directory) {
    return Optional.ofNullable(NAMES.get(directory));
  }
}
