package dev.cratehold.cli.config;

import java.nio.file.Path;

/// Everything that `cratehold serve` can be told, complete and valid.
public record ServeConfig(
    Listening listening,
    Upstreams upstreams,
    Storage storage,
    Logging logging,
    Mirroring mirroring) {

  /// The data directory, absolute.
  public Path data() {
    return storage.data();
  }
}
