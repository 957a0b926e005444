package dev.cratehold.mirror.refresh;

import dev.cratehold.mirror.refresh.RefreshRound.Turn;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/// Round after round, each crate in its turn, until the pauses say that it is time to end.
final class RefreshLoop implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(RefreshLoop.class.getName());

  /// How often it is looked whether the upstream may be asked again.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int AT_ONCE = 2;

  private final Duration interval;
  private final Work work;
  private final InstantSource clock;
  private final Random random;
  private final Pauses pauses;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ExecutorService pool =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofVirtual().name("cratehold-refresh-", 0).factory());

  /// What is done.
  interface Work {
    /// The crates of a round.
    List<UsedCrate> crates() throws IOException;

    /// Whether nothing can be done at the moment, because the upstream is left alone.
    boolean isPaused();

    /// Compares one crate with the upstream. Reports failures by itself.
    void refresh(UsedCrate crate);
  }

  /// @param interval of a round
  RefreshLoop(Duration interval, Work work, InstantSource clock, Random random, Pauses pauses) {
    this.interval = interval;
    this.work = work;
    this.clock = clock;
    this.random = random;
    this.pauses = pauses;
  }

  /// Runs until it is time to end. The first round begins one interval from now.
  void run() throws InterruptedException {
    boolean goesOn = pauses.pause(interval);
    while (goesOn) {
      goesOn = round();
    }
  }

  private boolean round() throws InterruptedException {
    Instant begin = clock.instant();
    List<Turn> turns = RefreshRound.plan(crates(), interval, random).turns();
    for (Turn turn : turns) {
      if (!pauseUntil(begin.plus(turn.after())) || !pauseForUpstream()) {
        return false;
      }
      begin(turn.crate());
    }
    return pauseUntil(begin.plus(interval));
  }

  private List<UsedCrate> crates() {
    try {
      List<UsedCrate> crates = work.crates();
      LOGGER.log(Level.DEBUG, "refreshing the index files of {0} crates in use", crates.size());
      return crates;
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.WARNING, "cannot find out which crates are in use: {0}", e.toString());
      return List.of();
    }
  }

  private boolean pauseUntil(Instant time) throws InterruptedException {
    Duration wait = Duration.between(clock.instant(), time);
    return pauses.pause(wait.isNegative() ? Duration.ZERO : wait);
  }

  private boolean pauseForUpstream() throws InterruptedException {
    while (work.isPaused()) {
      if (!pauses.pause(PATIENCE)) {
        return false;
      }
    }
    return true;
  }

  private void begin(UsedCrate crate) throws InterruptedException {
    free.acquire();
    try {
      pool.execute(() -> refresh(crate));
    } catch (RejectedExecutionException _) {
      free.release(); // closed in the meantime
    }
  }

  private void refresh(UsedCrate crate) {
    try {
      work.refresh(crate);
    } finally {
      free.release();
    }
  }

  /// Breaks off what is under way and waits until it has ended.
  @Override
  public void close() {
    pool.shutdownNow();
    pool.close();
  }
}
