package dev.cratehold.retention;

import java.math.BigInteger;
import java.util.SortedSet;
import java.util.TreeSet;

/// Holds one budget. Sums are unbounded numbers, because a damaged database may claim any size.
final class Spending<E extends Entry> {
  private final Budget<E> budget;
  private final Reason reason;
  private final SortedSet<Integer> priorities = new TreeSet<>();
  private BigInteger excess;

  Spending(Budget<E> budget) {
    this.budget = budget;
    reason = new Reason.OverBudget(budget.name(), budget.limit());
    excess = BigInteger.valueOf(budget.limit()).negate();
  }

  /// Notes an entry, be it one that another rule takes.
  void note(E entry) {
    if (budget.counts().test(entry)) {
      excess = excess.add(size(entry));
      priorities.add(budget.priority().applyAsInt(entry));
    }
  }

  /// Takes of the entries, all of which were noted, what is over the budget beside what is
  /// selected.
  void run(Iterable<E> entries, Selection<E> selection) {
    selection.victims().forEach(victim -> gone(victim.entry()));
    for (int priority : priorities) {
      take(priority, entries, selection);
    }
  }

  private void take(int priority, Iterable<E> entries, Selection<E> selection) {
    if (excess.signum() <= 0) {
      return;
    }
    for (E entry : entries) {
      if (budget.counts().test(entry) && budget.priority().applyAsInt(entry) == priority) {
        selection.want(entry, reason, this::gone);
      }
      if (excess.signum() <= 0) {
        return;
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
