package dev.cratehold.acceptance;

import java.time.Duration;
import java.util.List;

/// What a [BusyHome] came to.
///
/// @param failures what cargo said where a build failed, and what a collection said that did
/// @param busy how many collections found cargo at work until their patience ran out
/// @param partial how many left something because cargo came between
/// @param collected how many sources and crate files were gone when a build began
/// @param extractedAgain how many of the sources a build made again
record BusyHomeReport(
    Duration duration,
    long seed,
    int builds,
    List<String> failures,
    int collections,
    int busy,
    int partial,
    int collected,
    int extractedAgain) {
  /// With less than this nothing was shown.
  static final int LEAST_COLLECTED = 1000;

  static final int LEAST_EXTRACTED_AGAIN = 100;

  /// The table for `docs/soak.md`.
  String table() {
    return """
    | | |
    |---|---|
    | duration, seed | %d s, %d |
    | builds, failed | %d, %d |
    | collections; busy; in part | %d; %d; %d |
    | sources and crate files collected | %,d |
    | sources extracted again by a later build | %,d |
    """
        .formatted(
            duration.toSeconds(),
            seed,
            builds,
            failures.size(),
            collections,
            busy,
            partial,
            collected,
            extractedAgain);
  }
}
