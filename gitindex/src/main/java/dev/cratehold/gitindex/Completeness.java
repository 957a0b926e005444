package dev.cratehold.gitindex;

import java.time.Duration;

/// Whether the store holds every index file of the registry.
@FunctionalInterface
public interface Completeness {
  /// How far it is.
  enum State {
    /// All are here.
    COMPLETE,
    /// They are being fetched for the first time, which will soon be done.
    COMING,
    /// Some are here, and nothing tells which others there are.
    PARTIAL
  }

  /// Tells how far it is. While they are coming, waits for a while until they are here.
  State await(Duration patience) throws InterruptedException;
}
