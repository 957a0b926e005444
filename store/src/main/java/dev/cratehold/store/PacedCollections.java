package dev.cratehold.store;

import dev.cratehold.store.StoreCollector.Search;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Collects a store by its limits: every so often, whatever process did so last, and as soon as a
/// crate finds no room, so that the next ones do.
///
/// Then more goes than is needed at the moment, a twentieth of the limit, so that it need not be
/// done for every crate.
final class PacedCollections implements CollectionSchedule {
  private static final Logger LOGGER = System.getLogger(PacedCollections.class.getName());

  /// How often it is looked whether a collection is due: another process may have done it.
  private static final Duration LOOK = Duration.ofMinutes(10);

  /// After this time it is tried again to make room where nothing more could go.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final StoreCollector collector;
  private final Capacity capacity;
  private final Chores chores;
  private final CollectionLimits limits;
  private final Duration interval;
  private final InstantSource clock;
  private final RareWarning warning;
  private final RareWarning failure;
  private final BlockingQueue<Occasion> occasions = new ArrayBlockingQueue<>(1);
  private final Thread thread;
  private volatile boolean closing;
  private Instant patientUntil = Instant.MIN;

  private enum Occasion {
    SHORTAGE,
    END
  }

  PacedCollections(
      StoreCollector collector,
      Capacity capacity,
      Chores chores,
      CollectionLimits limits,
      Duration interval,
      InstantSource clock) {
    this.collector = collector;
    this.capacity = capacity;
    this.chores = chores;
    this.limits = limits;
    this.interval = interval;
    this.clock = clock;
    this.warning = new RareWarning(LOGGER, clock);
    this.failure = new RareWarning(LOGGER, clock);
    capacity.onShortage(() -> {
      var _ = occasions.offer(Occasion.SHORTAGE);
    });
    this.thread = Thread.ofVirtual().name("cratehold-gc").start(this::run);
  }

  private void run() {
    Duration look = interval.compareTo(LOOK) < 0 ? interval : LOOK;
    while (!closing) {
      try {
        Optional<Occasion> occasion =
            Optional.ofNullable(occasions.poll(look.toMillis(), TimeUnit.MILLISECONDS));
        collect(occasion);
      } catch (InterruptedException _) {
        return;
      } catch (IOException | RuntimeException | Error e) {
        failure.log("the store could not be collected, will try again", e);
      }
    }
  }

  private void collect(Optional<Occasion> occasion) throws IOException {
    if (closing) {
      return;
    }
    if (occasion.isEmpty()) {
      collectIfDue();
    } else if (!clock.instant().isBefore(patientUntil)) {
      collect(capacity.goal(limits), Search.LISTED_FILES);
    }
  }

  /// Collects the store now if that is due.
  void collectIfDue() throws IOException {
    if (PacedScrubs.isDue(chores.last(Chores.COLLECTION), interval, clock.instant())) {
      collect(limits, Search.EVERYTHING);
      chores.done(Chores.COLLECTION, clock.instant());
    }
  }

  private void collect(CollectionLimits goal, Search search) throws IOException {
    StorePlan plan = collector.plan(goal, search);
    StoreReport report = collector.carryOut(plan, _ -> {}, () -> closing);
    if (report.files() > 0) {
      LOGGER.log(Level.INFO, "removed {0} crates, {1}", report.files(), mebibytes(report.bytes()));
    }
    if (plan.missing() > 0) {
      patientUntil = clock.instant().plus(PAUSE);
      String why =
          "%s more would have to go, and what is left is pinned or was used within the last %d minutes"
              .formatted(mebibytes(plan.missing()), limits.grace().toMinutes());
      capacity.hindered(Optional.of(why));
      warning.log("the limits of the store cannot be kept by deleting", new IOException(why));
    } else {
      capacity.hindered(Optional.empty());
    }
    for (IOException e : report.failures()) {
      failure.log("a crate could not be deleted", e);
    }
    if (report.cause().isPresent()) {
      throw report.cause().get();
    }
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1fMiB", bytes / (double) (1 << 20));
  }

  @Override
  public void close() {
    closing = true;
    capacity.onShortage(() -> {});
    var _ = occasions.offer(Occasion.END);
    try {
      Threads.join(thread);
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "not waited for the end of a collection", e);
    }
  }
}
