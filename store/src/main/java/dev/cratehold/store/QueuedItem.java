package dev.cratehold.store;

/// A thing in a [WorkQueue].
///
/// @param attempts how often it was tried in vain since it was last armed
public record QueuedItem(WorkItem item, int attempts) {}
