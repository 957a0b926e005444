package dev.cratehold.retention;

import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// A limit on the size of some entries together. While they are over it, entries go: those of the
/// lowest priority first, and within a priority those that were used least recently.
///
/// @param name names the budget in reasons
/// @param limit in bytes
/// @param counts which entries it is about
/// @param priority the higher, the longer an entry stays
public record Budget<E>(String name, long limit, Predicate<E> counts, ToIntFunction<E> priority) {
  /// Checks that the limit is not negative.
  public Budget {
    if (limit < 0) {
      throw new IllegalArgumentException("a budget must not be negative: " + limit);
    }
  }

  /// A budget within which only the last use decides.
  public static <E> Budget<E> ofOnePriority(String name, long limit, Predicate<E> counts) {
    return new Budget<>(name, limit, counts, entry -> 0);
  }
}
