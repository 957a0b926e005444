package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.mirror.prefetch.Prefetch;
import dev.cratehold.mirror.prefetch.PrefetchListener;
import dev.cratehold.mirror.prefetch.PrefetchOptions;
import dev.cratehold.mirror.prefetch.PrefetchOrder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Fetches what files name beside the requests of a server, once, and logs what came of it.
public final class BackgroundPrefetch implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(BackgroundPrefetch.class.getName());

  private final List<Path> files;
  private final Prefetch prefetch;
  private final Thread thread;

  private BackgroundPrefetch(List<Path> files, Prefetch prefetch) {
    this.files = List.copyOf(files);
    this.prefetch = prefetch;
    this.thread = Thread.ofVirtual().name("cratehold-prefetch").start(this::run);
  }

  /// Begins, and returns at once.
  ///
  /// @param files lock files and lists
  public static BackgroundPrefetch start(List<Path> files, Prefetch prefetch) {
    return new BackgroundPrefetch(files, prefetch);
  }

  private void run() {
    PrefetchOrder order = PrefetchOrder.NOTHING;
    for (Path file : files) {
      order = order.plus(read(file));
    }
    try {
      PrefetchLog.write(
          LOGGER, prefetch.run(order, PrefetchOptions.DEFAULTS, PrefetchListener.NONE));
    } catch (InterruptedException _) {
      LOGGER.log(Level.INFO, "prefetching was broken off; the next start goes on with it");
    }
  }

  /// What a file names; nothing if it cannot be read, which the others do not suffer from.
  private PrefetchOrder read(Path file) {
    try {
      return prefetch.reader().read(file.toString(), Files.readString(file));
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "cannot prefetch what {0} names: {1}", file, Causes.describe(e));
      return PrefetchOrder.NOTHING;
    }
  }

  /// Breaks off what is under way. Idempotent.
  @Override
  public void close() throws InterruptedIOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while prefetching was ended");
    }
  }
}
