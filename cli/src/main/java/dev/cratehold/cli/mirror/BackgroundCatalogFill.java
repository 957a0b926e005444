package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.gitindex.Completeness;
import dev.cratehold.mirror.catalog.CatalogFill;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Brings all index files of a registry here once the first client asks for its git index, which
/// has to have all of them, and keeps them up to date from then on. What it does and what fails is
/// logged.
///
/// Safe for use by several threads.
public final class BackgroundCatalogFill implements Completeness, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(BackgroundCatalogFill.class.getName());

  private final CatalogFill fill;
  private final Duration interval;
  private final Thread thread;

  /// Open when the first run has ended, well or not.
  private final CountDownLatch first = new CountDownLatch(1);

  private volatile boolean complete;
  private boolean started;

  /// @param interval from the end of one run to the beginning of the next
  public BackgroundCatalogFill(CatalogFill fill, Duration interval) {
    this.fill = fill;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("cratehold-catalog").unstarted(this::run);
  }

  @Override
  public State await(Duration patience) throws InterruptedException {
    start();
    if (complete) {
      return State.COMPLETE;
    }
    boolean ended = first.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (complete) {
      return State.COMPLETE;
    }
    return ended ? State.PARTIAL : State.COMING;
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      complete = wasCompleted();
      thread.start();
    }
  }

  private boolean wasCompleted() {
    try {
      return fill.isComplete();
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "cannot look how far the index is: {0}", Causes.describe(e));
      return false;
    }
  }

  private void run() {
    try {
      while (true) {
        try {
          fillAndLog();
        } finally {
          first.countDown();
        }
        Thread.sleep(interval);
      }
    } catch (InterruptedException | InterruptedIOException _) {
      // Closed.
    }
  }

  private void fillAndLog() throws InterruptedException, InterruptedIOException {
    try {
      if (!complete) {
        LOGGER.log(Level.INFO, "fetching all index files, since a git client asked for the index");
      }
      int looked = fill.run();
      if (!complete || looked > 0) {
        LOGGER.log(Level.INFO, "took {0} index files from the catalog", looked);
      }
      complete = true;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "the index files could not be taken from the catalog, will try again: {0}",
          Causes.describe(e));
    }
  }

  /// Ends the run that is under way and starts no other. Idempotent.
  @Override
  public synchronized void close() throws IOException {
    started = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("interrupted while closing");
      stopped.initCause(e);
      throw stopped;
    }
  }
}
