package dev.cratehold.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where a server stores, and how much.
///
/// @param data the data directory, absolute
/// @param maxSize how many bytes it may take; empty for as many as fit
/// @param minFree how many bytes of the disk it leaves free
/// @param scrubInterval how often everything is hashed again; empty for never
public record Storage(
    Path data, Optional<Long> maxSize, long minFree, Optional<Duration> scrubInterval) {}
