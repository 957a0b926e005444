package dev.cratehold.store;

import java.time.Instant;

/// A thing that was tried in vain.
///
/// @param attempts how often, since it was last armed
/// @param due when it may be tried again
/// @param reason what the last failure was, a sentence
public record FailedItem(
    WorkItem item, WorkState state, int attempts, Instant due, String reason) {}
