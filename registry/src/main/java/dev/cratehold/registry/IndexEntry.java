package dev.cratehold.registry;

/// What Cratehold itself needs of one line of an index file. The line holds more, and is relayed to
/// clients byte for byte, never written anew from this value.
///
/// @param version the version, build metadata included
/// @param checksum the SHA-256 of the `.crate` file
/// @param yanked whether new lock files should avoid the version
public record IndexEntry(CrateVersion version, Checksum checksum, boolean yanked) {}
