package dev.cratehold.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Says which entries stay whatever a rule wants, for their own sake or for a dependant's.
record Keeping<E extends Entry>(
    Instant now, Duration grace, Predicate<E> pins, Function<E, List<E>> dependants) {
  /// Why an entry stays, the strongest reason last.
  enum Verdict {
    FREE,
    WITHIN_GRACE,
    PINNED;

    Verdict or(Verdict other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  Verdict of(E entry) {
    Verdict verdict = alone(entry);
    for (E dependant : dependants.apply(entry)) {
      verdict = verdict.or(of(dependant));
    }
    return verdict;
  }

  private Verdict alone(E entry) {
    if (pins.test(entry)) {
      return Verdict.PINNED;
    }
    boolean recent = !grace.isZero() && Elapsed.since(entry.lastUse(), now) < grace.toSeconds();
    return recent ? Verdict.WITHIN_GRACE : Verdict.FREE;
  }
}
