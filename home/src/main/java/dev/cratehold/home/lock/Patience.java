package dev.cratehold.home.lock;

import java.time.Duration;

/// How long to wait for a lock that somebody else holds.
public sealed interface Patience {
  /// Not at all.
  record None() implements Patience {}

  /// So long, for all the files of a mode together.
  record Bounded(Duration limit) implements Patience {
    /// Checks that the limit is not negative.
    public Bounded {
      if (limit.isNegative()) {
        throw new IllegalArgumentException("negative patience: " + limit);
      }
    }
  }

  /// Until it is free, as cargo does.
  record Forever() implements Patience {}
}
