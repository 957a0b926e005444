package dev.cratehold.home.gc;

import java.time.Duration;

/// What a collection that nobody asked for came to.
public sealed interface AutoOutcome {
  /// The last one is not long ago enough; it is due after this.
  record NotDue(Duration after) implements AutoOutcome {}

  /// The configuration says never.
  record SwitchedOff() implements AutoOutcome {}

  /// Cargo is told to stay offline: what were collected could not be fetched again.
  record Offline() implements AutoOutcome {}

  /// It ran, or tried to.
  record Ran(HomePlan plan, HomeReport report) implements AutoOutcome {}
}
