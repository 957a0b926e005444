package dev.cratehold.store;

import java.time.Instant;
import java.util.Optional;

/// How far the mirror of a registry is.
///
/// @param upstream the URL of the registry that it mirrors
/// @param settings what it mirrors, as its keeper wrote it
/// @param generation counts how often all its names were listed
/// @param marker up to where changes are in the work queue or done; empty if all names have to be
///   listed again
/// @param syncedAt when a sync was last carried out to its end
public record MirrorState(
    String upstream,
    String settings,
    long generation,
    Optional<String> marker,
    Optional<Instant> syncedAt) {}
