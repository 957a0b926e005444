package dev.cratehold.cli.config;

import dev.cratehold.registry.GitUrl;
import dev.cratehold.registry.IndexUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The registry behind a server.
///
/// @param urls where it can be had, the preferred one first; at least one
/// @param caFiles PEM files of authorities to trust besides the usual ones
/// @param indexTtl how long an index file is served without asking again
/// @param indexMaxStale how old an index file may be and still be served while no upstream answers;
///   empty for any age
/// @param catalog the git index that tells which crates there are, where the indexes are sparse
public record Upstreams(
    List<IndexUrl> urls,
    List<Path> caFiles,
    Duration indexTtl,
    Optional<Duration> indexMaxStale,
    Optional<GitUrl> catalog) {
  public Upstreams {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("no upstream");
    }
    urls = List.copyOf(urls);
    caFiles = List.copyOf(caFiles);
  }
}
