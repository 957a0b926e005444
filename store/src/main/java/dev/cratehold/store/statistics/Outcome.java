package dev.cratehold.store.statistics;

/// What became of a request. Each has exactly one outcome.
public enum Outcome {
  /// Answered from what is kept, perhaps after the upstream confirmed it.
  HIT,

  /// Answered from what is kept and is older than it should be, because the upstream failed.
  STALE,

  /// Answered with what was fetched from the upstream.
  MISS,

  /// Answered with an error of the server, or broken off.
  FAILED,

  /// Answered without looking for anything: the configuration, and requests that were refused.
  OTHER
}
