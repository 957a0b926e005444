package dev.cratehold.home.lock;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Holds of lock files, given back in the opposite order when this is closed.
final class Holds implements AutoCloseable {
  private Deque<RecursiveLock> taken = new ArrayDeque<>();

  void add(RecursiveLock lock) {
    taken.push(lock);
  }

  /// Hands all of them over to another owner; closing this does nothing any more.
  Holds handOver() {
    Holds owner = new Holds();
    owner.taken = taken;
    taken = new ArrayDeque<>();
    return owner;
  }

  /// Tries all of them, even after a failure; the second time does nothing.
  @Override
  public void close() throws IOException {
    if (!taken.isEmpty()) {
      try (Holds _ = this) {
        taken.pop().release();
      }
    }
  }
}
