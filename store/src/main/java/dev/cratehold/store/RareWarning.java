package dev.cratehold.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A warning that may be repeated without end, and is logged at most once a minute.
///
/// Safe for use by several threads.
final class RareWarning {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Logger logger;
  private final InstantSource clock;
  private Instant last = Instant.MIN;

  RareWarning(Logger logger, InstantSource clock) {
    this.logger = logger;
    this.clock = clock;
  }

  /// Logs `message` and its cause, unless there was a warning less than a minute ago. A defect is
  /// logged with the place where it is.
  void log(String message, Throwable cause) {
    if (!isDue()) {
      return;
    }
    if (cause instanceof IOException) {
      logger.log(Level.WARNING, "{0}: {1}", message, cause.getMessage());
    } else {
      logger.log(Level.WARNING, message, cause);
    }
  }

  private synchronized boolean isDue() {
    Instant now = clock.instant();
    if (Duration.between(last, now).abs().compareTo(PAUSE) < 0) {
      return false;
    }
    last = now;
    return true;
  }
}
