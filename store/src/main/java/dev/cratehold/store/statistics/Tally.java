package dev.cratehold.store.statistics;

/// Sums over requests. Those that are neither hits, stale, misses nor failures are
/// [others][#others()].
///
/// @param requests all of them
/// @param hits those with [Outcome#HIT]
/// @param stale those with [Outcome#STALE]
/// @param misses those with [Outcome#MISS]
/// @param failed those with [Outcome#FAILED]
/// @param bytesServed bytes of the bodies of all answers
/// @param bytesSaved bytes of the bodies of hits and stale answers: what the upstream was not asked
///   for again
public record Tally(
    long requests,
    long hits,
    long stale,
    long misses,
    long failed,
    long bytesServed,
    long bytesSaved) {
  /// No requests.
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);

  /// One request.
  public static Tally of(Outcome outcome, long bytes) {
    return switch (outcome) {
      case HIT -> new Tally(1, 1, 0, 0, 0, bytes, bytes);
      case STALE -> new Tally(1, 0, 1, 0, 0, bytes, bytes);
      case MISS -> new Tally(1, 0, 0, 1, 0, bytes, 0);
      case FAILED -> new Tally(1, 0, 0, 0, 1, bytes, 0);
      case OTHER -> new Tally(1, 0, 0, 0, 0, bytes, 0);
    };
  }

  /// Both together.
  public Tally plus(Tally that) {
    return new Tally(
        requests + that.requests,
        hits + that.hits,
        stale + that.stale,
        misses + that.misses,
        failed + that.failed,
        bytesServed + that.bytesServed,
        bytesSaved + that.bytesSaved);
  }

  /// How many requests had [Outcome#OTHER].
  public long others() {
    return requests - hits - stale - misses - failed;
  }
}
