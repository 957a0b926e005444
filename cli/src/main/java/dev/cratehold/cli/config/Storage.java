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
/// @param maxAge how long crates stay that nobody uses; empty for ever
/// @param gcGrace what was stored or used within this time stays whatever the limits are
/// @param gcInterval how often it is looked for what has to go
public record Storage(
    Path data,
    Optional<Long> maxSize,
    long minFree,
    Optional<Duration> scrubInterval,
    Optional<Duration> maxAge,
    Duration gcGrace,
    Duration gcInterval) {}
