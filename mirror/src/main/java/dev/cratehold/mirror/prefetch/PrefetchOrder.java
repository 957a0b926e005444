package dev.cratehold.mirror.prefetch;

import java.util.ArrayList;
import java.util.List;

/// What is to be fetched, as lists and lock files name it.
///
/// @param wanted from lists; with all that they need, unless the lists are to be taken literally
/// @param locked from lock files, which name all that there is to fetch
/// @param skipped what the texts name and the registry cannot have
public record PrefetchOrder(List<Wanted> wanted, List<LockedCrate> locked, List<Skipped> skipped) {
  /// An order of nothing.
  public static final PrefetchOrder NOTHING = new PrefetchOrder(List.of(), List.of(), List.of());

  public PrefetchOrder {
    wanted = List.copyOf(wanted);
    locked = List.copyOf(locked);
    skipped = List.copyOf(skipped);
  }

  /// Both orders in one.
  public PrefetchOrder plus(PrefetchOrder other) {
    return new PrefetchOrder(
        joined(wanted, other.wanted), joined(locked, other.locked), joined(skipped, other.skipped));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /// Whether there is nothing to fetch.
  public boolean isEmpty() {
    return wanted.isEmpty() && locked.isEmpty();
  }
}
