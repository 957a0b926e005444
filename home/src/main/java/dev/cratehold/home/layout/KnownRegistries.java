package dev.cratehold.home.layout;

import java.util.Map;
import java.util.Optional;

/// Directories whose registry is known without looking into them: those of crates.io.
public final class KnownRegistries {
  private static final String SPARSE = "https://index.crates.io/";
  private static final String GIT = "https://github.com/rust-lang/crates.io-index";
  private static final Map<String, String> NAMES =
      Map.of(
          DirectoryNames.registry(SourceKind.SPARSE_REGISTRY, SPARSE),
          "crates.io",
          DirectoryNames.registry(SourceKind.REGISTRY, GIT),
          "crates.io by git",
          DirectoryNames.registryBefore185(SourceKind.SPARSE_REGISTRY, SPARSE),
          "crates.io, of cargo before 1.85",
          DirectoryNames.registryBefore185(SourceKind.REGISTRY, GIT),
          "crates.io by git, of cargo before 1.85");

  private KnownRegistries() {}

  /// What users call the registry in this directory, or empty if its name does not tell.
  public static Optional<String> nameOf(String directory) {
    return Optional.ofNullable(NAMES.get(directory));
  }
}
