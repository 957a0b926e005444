package dev.cratehold.mirror.sync;

import dev.cratehold.mirror.sync.SyncListener.Progress;
import dev.cratehold.store.FailedItem;
import dev.cratehold.store.NoRoomException;
import dev.cratehold.store.QueuedItem;
import dev.cratehold.store.WorkItem;
import dev.cratehold.store.WorkOutcome;
import dev.cratehold.store.WorkQueue;
import dev.cratehold.store.WorkSelection;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One walk through a selection of the work queue: each thing is tried once, several at a time. One
/// thread reads the queue in pages, gives the things to virtual threads, and settles what came of
/// them.
final class Pass {
  private static final int PAGE = 1000;
  private static final long LOOK_NANOS = 100_000_000L;

  private final WorkQueue queue;
  private final WorkSelection selection;
  private final Attempt attempt;
  private final Crew crew;
  private final InstantSource clock;
  private final Semaphore free;
  private final AtomicLong done = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

  /// What all passes of a sync share.
  record Crew(
      int threads, Pace pace, Weather weather, Settlement settlement, SyncListener listener) {
    /// The same where no requests are made.
    Crew withoutPace() {
      return new Crew(threads, Pace.none(), weather, settlement, listener);
    }
  }

  Pass(WorkQueue queue, WorkSelection selection, Attempt attempt, Crew crew, InstantSource clock) {
    this.queue = queue;
    this.selection = selection;
    this.attempt = attempt;
    this.crew = crew;
    this.clock = clock;
    this.free = new Semaphore(crew.threads());
  }

  /// Tries everything. Returns why it ended before that, or empty.
  Optional<String> run() throws IOException, InterruptedException {
    long total = queue.count(selection);
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    boolean complete = false;
    try {
      Optional<String> stopped = runAll(workers, total);
      awaitFree(crew.threads(), total);
      complete = true;
      return stopped.or(this::noRoom);
    } finally {
      if (!complete) {
        workers.shutdownNow();
      }
      workers.close();
      crew.settlement().settleAll();
    }
  }

  private Optional<String> runAll(ExecutorService workers, long total)
      throws IOException, InterruptedException {
    List<QueuedItem> page = queue.first(selection, PAGE);
    while (!page.isEmpty()) {
      for (QueuedItem queued : page) {
        Optional<String> stop = awaitTurn(total);
        if (stop.isPresent()) {
          return stop;
        }
        workers.execute(() -> work(queued));
      }
      page = queue.after(selection, page.getLast().item(), PAGE);
    }
    return Optional.empty();
  }

  /// Waits until the next thing may be tried, with a place for it taken. Returns why none may be
  /// any more, if so.
  private Optional<String> awaitTurn(long total) throws IOException, InterruptedException {
    awaitFree(1, total);
    Optional<String> stop = crew.weather().despair().or(this::noRoom);
    if (stop.isPresent()) {
      free.release();
      return stop;
    }
    pause(crew.weather().pause().toNanos(), total);
    pause(crew.pace().reserve(System.nanoTime()), total);
    return Optional.empty();
  }

  private void pause(long nanos, long total) throws IOException, InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_NANOS));
      lookAfter(total);
    }
  }

  private void awaitFree(int places, long total) throws IOException, InterruptedException {
    boolean there = free.tryAcquire(places);
    lookAfter(total);
    while (!there) {
      there = free.tryAcquire(places, LOOK_NANOS, TimeUnit.NANOSECONDS);
      lookAfter(total);
    }
  }

  /// What is to be done now and then, whatever is waited for.
  private void lookAfter(long total) throws IOException {
    Throwable failure = fatal.get();
    if (failure != null && !(failure instanceof NoRoomException)) {
      throw new IOException("the sync failed by a defect: " + failure, failure);
    }
    crew.settlement().settleNowAndThen();
    crew.listener().progressed(new Progress(phase(), done.get(), total, 0));
  }

  private SyncListener.Phase phase() {
    return selection.kind() == WorkItem.Kind.CRATE
        ? SyncListener.Phase.FETCHING
        : SyncListener.Phase.LOOKING;
  }

  private Optional<String> noRoom() {
    return fatal.get() instanceof NoRoomException e
        ? Optional.of(String.valueOf(e.getMessage()))
        : Optional.empty();
  }

  private void work(QueuedItem queued) {
    try {
      crew.settlement().add(attempt.make(queued));
      crew.weather().succeeded();
    } catch (NoRoomException e) {
      fatal.compareAndSet(null, e);
    } catch (InterruptedIOException | InterruptedException _) {
      // The sync is being stopped; the thing stays in the queue as it is.
    } catch (IOException e) {
      note(queued, e);
    } catch (RuntimeException | Error e) {
      fatal.compareAndSet(null, e);
    } finally {
      done.incrementAndGet();
      free.release();
    }
  }

  private void note(QueuedItem queued, IOException failure) {
    FailedItem failed = Verdict.of(queued, failure, clock.instant());
    crew.settlement().add(new WorkOutcome.Failed(failed));
    if (Verdict.isRefusal(failure)) {
      crew.weather().succeeded();
    } else {
      crew.weather().failed(failed.reason());
    }
  }
}
