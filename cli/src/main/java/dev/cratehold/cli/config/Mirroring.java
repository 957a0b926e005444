package dev.cratehold.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a server mirrors its registry in the background.
///
/// @param enabled whether it does
/// @param names a file with the names of the crates; empty for those of the last sync
/// @param interval how long after the end of a sync the next one begins
public record Mirroring(boolean enabled, Optional<Path> names, Duration interval) {}
