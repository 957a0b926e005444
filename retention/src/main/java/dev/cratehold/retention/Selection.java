package dev.cratehold.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The victims so far, in the order in which they go, and what was kept from a rule. Not thread
/// safe.
final class Selection<E extends Entry> {
  private final Keeping<E> keeping;
  private final List<Victim<E>> victims = new ArrayList<>();
  private final Entries<E> taken = new Entries<>();
  private final Entries<E> kept = new Entries<>();
  private long byGrace;
  private long byPin;

  Selection(Keeping<E> keeping) {
    this.keeping = keeping;
  }

  boolean has(E entry) {
    return taken.contains(entry);
  }

  /// The victims so far.
  List<Victim<E>> victims() {
    return victims;
  }

  /// Takes the entry with all that depends on it, unless something keeps it.
  void want(E entry, Reason reason) {
    want(entry, reason, _ -> {});
  }

  /// The same, telling `listener` of every entry that went because of this.
  void want(E entry, Reason reason, Consumer<E> listener) {
    if (has(entry) || kept.contains(entry)) {
      return;
    }
    Keeping.Verdict verdict = keeping.of(entry);
    if (verdict == Keeping.Verdict.FREE) {
      take(entry, reason, listener);
    } else {
      keep(entry, verdict);
    }
  }

  private void keep(E entry, Keeping.Verdict verdict) {
    kept.add(entry);
    if (verdict == Keeping.Verdict.PINNED) {
      byPin++;
    } else {
      byGrace++;
    }
  }

  private void take(E entry, Reason reason, Consumer<E> listener) {
    if (has(entry)) {
      return;
    }
    for (E dependant : keeping.dependants().apply(entry)) {
      take(dependant, new Reason.WithParent(), listener);
    }
    taken.add(entry);
    victims.add(new Victim<>(entry, reason));
    listener.accept(entry);
  }

  CollectionPlan<E> plan() {
    return new CollectionPlan<>(victims, new Retained(byGrace, byPin));
  }
}
