package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateVersion;

/// A version whose bytes are other ones than an earlier index file said.
///
/// @param before a checksum that was listed for it
/// @param now the checksum that is listed for it since
public record Republication(CrateVersion version, Checksum before, Checksum now) {}
