package dev.cratehold.retention;

import java.math.BigInteger;
import java.util.SortedSet;
import java.util.TreeSet;

/// Holds one budget. Sums are unbounded numbers, because a damaged database may claim any size.
final class Spending<E extends Entry> {
  private final Budget<E> budget;
  private final Iterable<E> entries;
  private final Selection<E> selection;
  private final SortedSet<Integer> priorities = new TreeSet<>();
  private BigInteger excess;

  Spending(Budget<E> budget, Iterable<E> entries, Selection<E> selection) {
    this.budget = budget;
    this.entries = entries;
    this.selection = selection;
    excess = BigInteger.valueOf(budget.limit()).negate();
  }

  void run() {
    for (E entry : entries) {
      if (budget.counts().test(entry) && !selection.has(entry)) {
        excess = excess.add(size(entry));
        priorities.add(budget.priority().applyAsInt(entry));
      }
    }
    for (int priority : priorities) {
      take(priority);
    }
  }

  private void take(int priority) {
    Reason reason = new Reason.OverBudget(budget.name(), budget.limit());
    for (E entry : entries) {
      if (excess.signum() <= 0) {
        return;
      }
      if (budget.counts().test(entry) && budget.priority().applyAsInt(entry) == priority) {
        selection.want(entry, reason, this::gone);
      }
    }
  }

  private void gone(E entry) {
    if (budget.counts().test(entry)) {
      excess = excess.subtract(size(entry));
    }
  }

  private static BigInteger size(Entry entry) {
    return BigInteger.valueOf(Math.max(0, entry.bytes()));
  }
}
