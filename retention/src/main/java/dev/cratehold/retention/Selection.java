package dev.cratehold.retention;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The victims so far, in the order in which they go, and what was kept from a rule. Not thread
/// safe.
final class Selection<E extends Entry> {
  private final Keeping<E> keeping;
  private final Map<E, Reason> victims = new LinkedHashMap<>();
  private final Map<E, Keeping.Verdict> kept = new HashMap<>();

  Selection(Keeping<E> keeping) {
    this.keeping = keeping;
  }

  boolean has(E entry) {
    return victims.containsKey(entry);
  }

  /// Takes the entry with all that depends on it, unless something keeps it.
  void want(E entry, Reason reason) {
    want(entry, reason, taken -> {});
  }

  /// The same, telling `taken` of every entry that went because of this.
  void want(E entry, Reason reason, Consumer<E> taken) {
    if (has(entry) || kept.containsKey(entry)) {
      return;
    }
    Keeping.Verdict verdict = keeping.of(entry);
    if (verdict == Keeping.Verdict.FREE) {
      take(entry, reason, taken);
    } else {
      kept.put(entry, verdict);
    }
  }

  private void take(E entry, Reason reason, Consumer<E> taken) {
    if (has(entry)) {
      return;
    }
    for (E dependant : keeping.dependants().apply(entry)) {
      take(dependant, new Reason.WithParent(), taken);
    }
    victims.put(entry, reason);
    taken.accept(entry);
  }

  CollectionPlan<E> plan() {
    List<Victim<E>> inOrder =
        victims.entrySet().stream().map(e -> new Victim<>(e.getKey(), e.getValue())).toList();
    Map<Keeping.Verdict, Long> counts = new EnumMap<>(Keeping.Verdict.class);
    kept.values().forEach(verdict -> counts.merge(verdict, 1L, Long::sum));
    return new CollectionPlan<>(
        inOrder,
        new Retained(
            counts.getOrDefault(Keeping.Verdict.WITHIN_GRACE, 0L),
            counts.getOrDefault(Keeping.Verdict.PINNED, 0L)));
  }
}
