package dev.cratehold.mirror.prefetch;

import dev.cratehold.registry.IndexUrl;
import dev.cratehold.registry.PackageSource;
import dev.cratehold.registry.PackageSource.GitRegistry;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/// Under which addresses lock files and index files know a registry.
///
/// @param indexes URLs of its index, without a slash at the end
public record RegistrySources(Set<String> indexes) {
  private static final String CRATES_IO_SPARSE = "https://index.crates.io";

  public RegistrySources {
    indexes = Set.copyOf(indexes);
  }

  /// Those of crates.io, or of what clients take for it. Cargo names crates.io in lock files even
  /// where it is replaced by a mirror.
  ///
  /// @param mirrors where it is fetched from
  public static RegistrySources ofCratesIo(Collection<? extends IndexUrl> mirrors) {
    Set<String> indexes = new LinkedHashSet<>();
    Stream.concat(
            Stream.of(GitRegistry.CRATES_IO, CRATES_IO_SPARSE),
            mirrors.stream().map(IndexUrl::index).map(URI::toString))
        .forEach(url -> indexes.add(withoutSlash(url)));
    return new RegistrySources(indexes);
  }

  /// Whether the registry's index is at this URL, before which `sparse+` or `registry+` may stand.
  boolean hasIndex(String url) {
    return indexes.contains(withoutSlash(url.replaceFirst("^(sparse|registry)\\+", "")));
  }

  /// Whether a package from this source is one of the registry.
  public boolean has(PackageSource source) {
    return switch (source) {
      case GitRegistry(String url) -> hasIndex(url);
      case PackageSource.SparseRegistry(String url) -> hasIndex(url);
      case PackageSource.Git _, PackageSource.Other _ -> false;
    };
  }

  private static String withoutSlash(String url) {
    return url.replaceFirst("/+$", "");
  }
}
