package dev.cratehold.cli.mirror;

import dev.cratehold.mirror.prefetch.MalformedOrderException;
import dev.cratehold.mirror.prefetch.Prefetch;
import dev.cratehold.mirror.prefetch.PrefetchListener;
import dev.cratehold.mirror.prefetch.PrefetchOptions;
import dev.cratehold.mirror.prefetch.PrefetchOrder;
import dev.cratehold.mirror.prefetch.PrefetchReport;
import dev.cratehold.server.PrefetchDesk;
import dev.cratehold.server.PrefetchProgress;
import dev.cratehold.server.PrefetchProgress.Failure;
import dev.cratehold.server.PrefetchProgress.Stage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/// Orders to prefetch that came over HTTP. They are carried out one after the other, and what
/// became of the last ones is remembered, as long as the server runs.
///
/// Safe for use by several threads.
public final class PrefetchQueue implements PrefetchDesk, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(PrefetchQueue.class.getName());

  private static final int MOST_WAITING = 16;
  private static final int REMEMBERED = 32;
  private static final int FAILURES_TOLD = 100;
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  /// The longest lock file that a body has room for has fewer. A list of so many crates takes some
  /// dozen megabytes while it is read.
  private static final int MOST_LINES = 200_000;

  /// An order as it came: as a text it takes far less memory than what it names.
  private record Order(long id, String text) {
    /// What log and reports call it.
    String name() {
      return "order " + id;
    }
  }

  private final Prefetch prefetch;
  private final InstantSource clock;
  private final BlockingQueue<Order> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final NavigableMap<Long, PrefetchProgress> progress = new ConcurrentSkipListMap<>();
  private final Object taking = new Object(); // guards lastId, and that orders wait by their ids
  private final Thread thread;
  private long lastId;

  private PrefetchQueue(Prefetch prefetch, InstantSource clock) {
    this.prefetch = prefetch;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("cratehold-prefetch-orders").unstarted(this::run);
  }

  /// Begins to wait for orders.
  public static PrefetchQueue start(Prefetch prefetch, InstantSource clock) {
    PrefetchQueue queue = new PrefetchQueue(prefetch, clock);
    queue.thread.start();
    return queue;
  }

  @Override
  public Receipt take(String order) {
    if (waiting.remainingCapacity() == 0) {
      return full();
    }
    try {
      return enqueue(order, items(order));
    } catch (MalformedOrderException e) {
      return new Receipt.Malformed(String.valueOf(e.getMessage()));
    }
  }

  private static Receipt full() {
    return new Receipt.Full(MOST_WAITING, RETRY_AFTER);
  }

  /// How many crates a text names.
  private int items(String text) throws MalformedOrderException {
    if (text.lines().limit(MOST_LINES + 1L).count() > MOST_LINES) {
      throw new MalformedOrderException("body: it has more than " + MOST_LINES + " lines");
    }
    PrefetchOrder order = prefetch.reader().read("body", text);
    if (order.isEmpty() && order.skipped().isEmpty()) {
      throw new MalformedOrderException(
          "body: it names no crate; expected is a Cargo.lock, or a list with one crate a line");
    }
    return order.wanted().size() + order.locked().size();
  }

  private Receipt enqueue(String text, int items) {
    synchronized (taking) {
      if (waiting.remainingCapacity() == 0) {
        return full();
      }
      Order order = new Order(++lastId, text);
      progress.put(
          order.id(),
          new PrefetchProgress(order.id(), clock.instant(), items, new Stage.Waiting()));
      waiting.add(order);
      progress.headMap(lastId - REMEMBERED, true).clear();
      return new Receipt.Accepted(order.id(), items);
    }
  }

  @Override
  public List<PrefetchProgress> latest() {
    return List.copyOf(progress.descendingMap().values());
  }

  private void run() {
    try {
      while (true) {
        carryOut(waiting.take());
      }
    } catch (InterruptedException _) {
      if (!waiting.isEmpty()) {
        LOGGER.log(Level.WARNING, "{0} orders to prefetch were not carried out", waiting.size());
      }
    }
  }

  private void carryOut(Order order) throws InterruptedException {
    try {
      PrefetchReport report =
          prefetch.run(
              prefetch.reader().read(order.name(), order.text()),
              PrefetchOptions.DEFAULTS,
              new Progress(order.id()));
      PrefetchLog.write(LOGGER, report);
      reached(order.id(), done(report));
    } catch (InterruptedException e) {
      LOGGER.log(Level.WARNING, "{0} to prefetch was broken off", order.name());
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      // Later orders must not wait for a thread that has ended.
      LOGGER.log(Level.ERROR, order.name() + " to prefetch came to no end", e);
      reached(order.id(), new Stage.BrokenOff());
    }
  }

  private void reached(long id, Stage stage) {
    progress.computeIfPresent(id, (_, before) -> before.at(stage));
  }

  private static Stage done(PrefetchReport report) {
    return new Stage.Done(
        report.fetched().size(),
        report.fetchedBytes(),
        report.held().size(),
        report.failed().size(),
        report.failed().stream()
            .limit(FAILURES_TOLD)
            .map(each -> new Failure(each.item(), each.source(), each.reason()))
            .toList());
  }

  /// Tells those who ask.
  private final class Progress implements PrefetchListener {
    private final long id;

    Progress(long id) {
      this.id = id;
      reached(id, new Stage.Running(0, 0));
    }

    @Override
    public void resolving(int crates) {
      // the count of all is not known yet
    }

    @Override
    public void fetching(int done, int all) {
      progress.computeIfPresent(
          id,
          (_, before) ->
              before.stage() instanceof Stage.Running(int known, int _) && known >= done
                  ? before // a thread that was faster has said more
                  : before.at(new Stage.Running(done, all)));
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
