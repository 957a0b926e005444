package dev.cratehold.store.statistics;

/// Sums over the requests of one registry, crate or client.
///
/// @param name as [Subject#name()]
public record NamedTally(String name, Tally tally) {}
