package dev.cratehold.store;

import java.time.Instant;

/// One crate version that the store holds.
///
/// @param size of the crate file, in bytes
/// @param storedAt when it was published
/// @param lastUse when it was last served, or stored if it never was
/// @param uses how often it was served
/// @param bytesServed how many bytes were served of it
public record HeldCrate(
    CrateId crate, long size, Instant storedAt, Instant lastUse, long uses, long bytesServed) {}
