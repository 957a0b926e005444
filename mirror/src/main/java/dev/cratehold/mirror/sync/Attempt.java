package dev.cratehold.mirror.sync;

import dev.cratehold.store.QueuedItem;
import dev.cratehold.store.WorkOutcome;
import java.io.IOException;

/// One way to fetch things of one kind.
@FunctionalInterface
interface Attempt {
  /// Fetches one thing. Returns what came of it.
  ///
  /// @throws dev.cratehold.store.NoRoomException if the store takes no more
  /// @throws IOException if it cannot be fetched
  WorkOutcome make(QueuedItem queued) throws IOException, InterruptedException;
}
