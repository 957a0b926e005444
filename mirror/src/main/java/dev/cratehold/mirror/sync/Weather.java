package dev.cratehold.mirror.sync;

import java.time.Duration;
import java.util.Optional;

/// Whether an upstream is worth asking for thousands of things one after another. After so many
/// failures in a row that are the server's, a mirror pauses, longer each time; if it has paused
/// often and still nothing succeeds, it gives up.
///
/// Safe for use by several threads; nothing here waits.
final class Weather {
  static final int FAILURES = 16;
  static final int PAUSES = 6;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private int failures;
  private int pauses;
  private String lastFailure = "";

  synchronized void succeeded() {
    failures = 0;
    pauses = 0;
  }

  synchronized void failed(String reason) {
    failures++;
    lastFailure = reason;
  }

  /// How long to pause now; zero for not at all.
  synchronized Duration pause() {
    if (failures < FAILURES) {
      return Duration.ZERO;
    }
    failures = 0;
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses, 10));
    pauses++;
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /// Why to give up; empty if there is hope.
  synchronized Optional<String> despair() {
    return pauses > PAUSES ? Optional.of(lastFailure) : Optional.empty();
  }
}
