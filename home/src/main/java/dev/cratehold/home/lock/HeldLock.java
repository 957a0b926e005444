package dev.cratehold.home.lock;

import java.io.IOException;

/// One of cargo's locks, held. For use by the thread that uses its [CargoLocks].
public final class HeldLock implements AutoCloseable {
  private final LockMode mode;
  private final Holds holds;

  HeldLock(LockMode mode, Holds holds) {
    this.mode = mode;
    this.holds = holds;
  }

  public LockMode mode() {
    return mode;
  }

  /// Gives it back; the second time does nothing.
  @Override
  public void close() throws IOException {
    holds.close();
  }
}
