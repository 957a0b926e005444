package dev.cratehold.upstream;

import dev.cratehold.registry.IndexUrl;
import java.time.Instant;
import java.util.Optional;

/// How one source of a registry does.
///
/// @param url its address
/// @param circuit the worse one of its index's server and, as far as it is known, of its downloads'
/// @param lastFailure the last failure that was not about one crate alone, as a sentence; stays
///   when later requests succeed
/// @param failedAt when that was
public record SourceStatus(
    IndexUrl url, Circuit circuit, Optional<String> lastFailure, Optional<Instant> failedAt) {}
