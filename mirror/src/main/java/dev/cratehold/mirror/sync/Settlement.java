package dev.cratehold.mirror.sync;

import dev.cratehold.store.WorkOutcome;
import dev.cratehold.store.WorkQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Outcomes on their way into the work queue, many in one transaction. Those of crates that are not
/// listed yet, because their bytes are still on the way to the disk, wait for that.
///
/// Any thread may add outcomes; one settles them.
final class Settlement {
  private static final int BATCH = 1000;
  private static final long SHORTEST_WAIT = 250_000_000L;
  private static final long UNLISTED_WAIT = 1_000_000_000L;

  private final WorkQueue queue;
  private final Queue<WorkOutcome> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private List<WorkOutcome> unlisted = new ArrayList<>();
  private long lastTime = System.nanoTime();
  private long lastUnlistedTime = lastTime;

  Settlement(WorkQueue queue) {
    this.queue = queue;
  }

  void add(WorkOutcome outcome) {
    arrived.add(outcome);
    size.incrementAndGet();
  }

  /// Settles what has arrived if that is much, or has waited for a while.
  void settleNowAndThen() throws IOException {
    long now = System.nanoTime();
    if (size.get() >= BATCH || now - lastTime >= SHORTEST_WAIT) {
      settleArrived();
      if (now - lastUnlistedTime >= UNLISTED_WAIT) {
        settleUnlisted();
      }
    }
  }

  /// Settles all that can be. Returns how many cannot, yet.
  int settleAll() throws IOException {
    settleArrived();
    settleUnlisted();
    return unlisted.size();
  }

  private void settleArrived() throws IOException {
    lastTime = System.nanoTime();
    List<WorkOutcome> batch = new ArrayList<>();
    for (WorkOutcome next = arrived.poll(); next != null; next = arrived.poll()) {
      size.decrementAndGet();
      batch.add(next);
    }
    settle(batch);
  }

  private void settleUnlisted() throws IOException {
    lastUnlistedTime = System.nanoTime();
    List<WorkOutcome> again = unlisted;
    unlisted = new ArrayList<>();
    settle(again);
  }

  private void settle(List<WorkOutcome> outcomes) throws IOException {
    for (int start = 0; start < outcomes.size(); start += BATCH) {
      int end = Math.min(start + BATCH, outcomes.size());
      unlisted.addAll(queue.settle(outcomes.subList(start, end)));
    }
  }
}
