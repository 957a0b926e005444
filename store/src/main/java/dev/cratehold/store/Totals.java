package dev.cratehold.store;

/// What a store holds, in sums.
///
/// @param crates the number of crate versions
/// @param crateBytes the bytes of their files; a file that two registries share counts once
/// @param indexFiles the number of index files
/// @param indexBytes the bytes that they take, compressed
/// @param retired the number of versions and checksums that an index file listed once and no longer
///   does
/// @param uses how often a crate was served
/// @param bytesServed how many bytes of crates were served
public record Totals(
    long crates,
    long crateBytes,
    long indexFiles,
    long indexBytes,
    long retired,
    long uses,
    long bytesServed) {}
