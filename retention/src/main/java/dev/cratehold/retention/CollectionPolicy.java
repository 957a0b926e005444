package dev.cratehold.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Decides what is collected: a pure function of the entries and the time.
///
/// **Ages** come first: what was unused for longer than its [Expiry] goes. Then each [Budget] in
/// turn takes the shortest run of what is left, in its order, that brings its total to the limit.
///
/// **Units.** An entry may have dependants, which are of no use without it. They go with it, before
/// it. An entry whose dependant must stay, stays.
///
/// **Grace and pins.** Neither an age nor a budget takes an entry that was used within the grace,
/// or that is pinned. A last use in the future is within any grace. A grace of zero is none.
///
/// Times and sums cannot overflow: an age longer than all of time takes nothing. Immutable.
public final class CollectionPolicy<E extends Entry> {
  private final Function<E, Optional<Expiry>> expiry;
  private final Duration grace;
  private final Predicate<E> pins;
  private final List<Budget<E>> budgets;
  private final Function<E, List<E>> dependants;

  private CollectionPolicy(Builder<E> builder) {
    expiry = builder.expiry;
    grace = builder.grace;
    pins = builder.pins;
    budgets = List.copyOf(builder.budgets);
    dependants = builder.dependants;
  }

  /// A policy that takes nothing, until told.
  public static <E extends Entry> Builder<E> builder() {
    return new Builder<>();
  }

  /// Says what goes. Of the entries only victims, and what grace and pins kept from a rule, are
  /// held in memory; the entries are gone through once, and then once for every priority of a
  /// budget that is exceeded.
  ///
  /// @param leastRecentlyUsedFirst can be gone through several times and is the same each time;
  ///   where two were used at the same time, the order among them is the order in which they go
  /// @throws IllegalArgumentException if the entries are in another order
  public CollectionPlan<E> plan(Iterable<E> leastRecentlyUsedFirst, Instant now) {
    Selection<E> selection = new Selection<>(new Keeping<>(now, grace, pins, dependants));
    List<Spending<E>> spendings = budgets.stream().map(Spending<E>::new).toList();
    expire(leastRecentlyUsedFirst, now, selection, spendings);
    for (Spending<E> spending : spendings) {
      spending.run(leastRecentlyUsedFirst, selection);
    }
    return selection.plan();
  }

  /// Takes what is too old, and has the budgets note everything.
  private void expire(
      Iterable<E> entries, Instant now, Selection<E> selection, List<Spending<E>> spendings) {
    long last = Long.MIN_VALUE;
    for (E entry : entries) {
      if (entry.lastUse() < last) {
        throw new IllegalArgumentException("not in the order of their last use: " + entry);
      }
      last = entry.lastUse();
      long unused = Elapsed.since(last, now);
      expiry
          .apply(entry)
          .filter(limit -> unused > limit.after().toSeconds())
          .ifPresent(limit -> selection.want(entry, limit.reason()));
      for (Spending<E> spending : spendings) {
        spending.note(entry);
      }
    }
  }

  /// Puts a policy together. Not thread safe.
  public static final class Builder<E extends Entry> {
    private Function<E, Optional<Expiry>> expiry = entry -> Optional.empty();
    private Duration grace = Duration.ZERO;
    private Predicate<E> pins = entry -> false;
    private final List<Budget<E>> budgets = new ArrayList<>();
    private Function<E, List<E>> dependants = entry -> List.of();

    private Builder() {}

    /// How long each entry may stay unused; empty: for ever.
    public Builder<E> expiry(Function<E, Optional<Expiry>> ages) {
      expiry = ages;
      return this;
    }

    /// What was used within this time stays.
    public Builder<E> grace(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("a grace must not be negative: " + time);
      }
      grace = time;
      return this;
    }

    /// What must stay.
    public Builder<E> pins(Predicate<E> pinned) {
      pins = pinned;
      return this;
    }

    /// One more budget, held after those before it.
    public Builder<E> budget(Budget<E> budget) {
      budgets.add(budget);
      return this;
    }

    /// What is of no use without an entry. May name dependants of dependants or leave them out;
    /// must not lead back to the entry.
    public Builder<E> dependants(Function<E, List<E>> of) {
      dependants = of;
      return this;
    }

    public CollectionPolicy<E> build() {
      return new CollectionPolicy<>(this);
    }
  }
}
