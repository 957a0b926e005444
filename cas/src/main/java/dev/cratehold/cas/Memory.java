package dev.cratehold.cas;

import java.time.Clock;
import java.util.Optional;

/// What a [MemoizedCache] remembers. Users may bring their own, for a single request for instance.
public interface Memory {
  /// What is remembered under a name.
  Optional<Memo> get(String name);

  /// Remembers something.
  void put(String name, Memo memo);

  /// Forgets all.
  void clear();

  /// A memory for up to 500 things with 50 MiB in all, each for three minutes, as npm's cacache has
  /// one. What was not used for longest goes first. Safe for use by several threads.
  static Memory bounded() {
    return new BoundedMemory(Clock.systemUTC());
  }
}
