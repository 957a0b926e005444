package dev.cratehold.store.statistics;

import java.time.Duration;

/// How long requests took, from their coming to the end of their answers: half of them, nine of ten
/// and 99 of a hundred took at most so long. Nothing if there were none.
public record Latencies(Duration p50, Duration p90, Duration p99) {}
