package dev.cratehold.mirror.prefetch;

/// What was to be fetched and could not be.
///
/// @param item `foo@1.0.0`, or as the list has it
/// @param source where it was named: a file, a line of one, or the crate that needs it
/// @param reason a sentence
public record PrefetchFailure(String item, String source, String reason) {}
