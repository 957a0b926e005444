package dev.cratehold.store;

import java.time.Instant;

/// What is known of a crate file without reading it.
///
/// @param size in bytes
/// @param published when it was published, or published once more
public record BlobFacts(long size, Instant published) {}
