package dev.cratehold.cli.config;

import dev.cratehold.mirror.refresh.NewerVersions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a server fetches before a client asks for it.
///
/// @param enabled whether it mirrors its registry
/// @param names a file with the names of the crates to mirror; empty for those of the last sync
/// @param interval how long after the end of a sync the next one begins
/// @param prefetch lock files and lists of crates, fetched after the start
/// @param refresh how often the index files in use are compared with the upstream; empty for never
/// @param newer what becomes of versions that are found then
public record Mirroring(
    boolean enabled,
    Optional<Path> names,
    Duration interval,
    List<Path> prefetch,
    Optional<Duration> refresh,
    NewerVersions newer) {
  public Mirroring {
    prefetch = List.copyOf(prefetch);
  }
}
