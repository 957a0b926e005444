package dev.cratehold.home.trash;

import java.time.Instant;

/// How long a run's trash is kept.
public sealed interface KeepUntil {
  /// Not at all: it is deleted as soon as the locks are given back.
  record Nothing() implements KeepUntil {}

  /// Until then, so that it can be brought back.
  record Time(Instant instant) implements KeepUntil {}
}
