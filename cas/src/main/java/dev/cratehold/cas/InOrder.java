package dev.cratehold.cas;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Runs tasks on another executor, one after the other, in the order in which they came.
final class InOrder implements Executor {
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean isRunning;

  InOrder(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      waiting.add(task);
      if (isRunning) {
        return;
      }
      isRunning = true;
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(this::run);
    } catch (RuntimeException e) {
      forget();
      throw e;
    }
  }

  /// Nothing runs any more, so that the next task tries again.
  private void forget() {
    lock.lock();
    try {
      waiting.clear();
      isRunning = false;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable next = waiting.poll();
      isRunning = next != null;
      return next;
    } finally {
      lock.unlock();
    }
  }
}
