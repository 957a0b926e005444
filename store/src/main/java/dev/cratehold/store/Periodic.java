package dev.cratehold.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Does something again and again on a virtual thread of its own until it is closed. A failure is
/// logged and does not end it.
final class Periodic implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Periodic.class.getName());

  private final String failure;
  private final Duration interval;
  private final Task task;
  private final RareWarning warning;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// What is done.
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /// @param failure what the log says when the task failed
  /// @param interval from the end of one run to the beginning of the next; the first comes one
  ///   interval from now
  Periodic(String threadName, Duration interval, String failure, InstantSource clock, Task task) {
    this.failure = failure;
    this.interval = interval;
    this.task = task;
    this.warning = new RareWarning(LOGGER, clock);
    this.thread = Thread.ofVirtual().name(threadName).start(this::run);
  }

  private void run() {
    while (!awaitClosing()) {
      try {
        task.run();
      } catch (IOException | RuntimeException | Error e) {
        warning.log(failure, e);
      }
    }
  }

  /// Waits for the next run. Returns true if it is time to end instead.
  private boolean awaitClosing() {
    try {
      return closing.await(interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  /// Waits for the run that is under way, and starts no other. Idempotent.
  @Override
  public void close() throws IOException {
    closing.countDown();
    Threads.join(thread);
  }
}
