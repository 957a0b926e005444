package dev.cratehold.store;

import dev.cratehold.store.ScrubReport.Finding;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Scrubs a store whenever the last complete scrub is too long ago, slowly.
final class PacedScrubs implements ScrubSchedule {
  private static final Logger LOGGER = System.getLogger(PacedScrubs.class.getName());

  /// How often it is looked whether a scrub is due: another process may have done it.
  private static final Duration LOOK = Duration.ofMinutes(10);

  private final Scrubbing scrubbing;
  private final Chores chores;
  private final Alerts alerts;
  private final Duration interval;
  private final long bytesPerSecond;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Periodic looking;

  /// Carries out one scrub, and notes its end.
  @FunctionalInterface
  interface Scrubbing {
    ScrubReport run(ScrubListener listener) throws IOException;
  }

  PacedScrubs(
      Scrubbing scrubbing,
      Chores chores,
      Alerts alerts,
      Duration interval,
      long bytesPerSecond,
      InstantSource clock) {
    this.scrubbing = scrubbing;
    this.chores = chores;
    this.alerts = alerts;
    this.interval = interval;
    this.bytesPerSecond = bytesPerSecond;
    this.clock = clock;
    this.looking =
        new Periodic(
            "cratehold-scrub",
            interval.compareTo(LOOK) < 0 ? interval : LOOK,
            "the scheduled scrub failed, will try again",
            clock,
            this::scrubIfDue);
  }

  /// True if a scrub is due. A last one in the future was noted by a clock that was wrong.
  static boolean isDue(Optional<Instant> last, Duration interval, Instant now) {
    return last.isEmpty()
        || last.get().isAfter(now)
        || Duration.between(last.get(), now).compareTo(interval) >= 0;
  }

  /// Scrubs the store now if that is due.
  void scrubIfDue() throws IOException {
    if (!isDue(chores.last(Chores.SCRUB), interval, clock.instant())) {
      return;
    }
    Pace pace = new Pace();
    try {
      ScrubReport report = scrubbing.run(pace);
      LOGGER.log(
          Level.INFO,
          "scrubbed the store: {0} crate files and {1} index files are intact",
          report.intact(),
          report.indexFiles());
    } catch (Stopped _) {
      LOGGER.log(Level.DEBUG, "the scrub was ended after {0} bytes", pace.bytes);
    }
  }

  /// Waits after each file as long as its bytes may take, and tells what is found.
  private final class Pace implements ScrubListener {
    private static final long SHORTEST_WAIT = 10;
    private long bytes;
    private long waitedFor;

    @Override
    public void checked(long files, long bytesSoFar) throws IOException {
      bytes = bytesSoFar;
      long millis = millis(bytes - waitedFor, bytesPerSecond);
      boolean waits = millis >= SHORTEST_WAIT;
      waitedFor = waits ? bytes : waitedFor;
      if (isClosingWithin(waits ? millis : 0)) {
        throw new Stopped();
      }
    }

    @Override
    public void found(Finding finding) {
      switch (finding) {
        case Finding.Corrupt corrupt ->
            corrupt.crates().forEach(crate -> alerts.raise(CorruptCrates.alert(crate)));
        case Finding.Missing missing ->
            LOGGER.log(Level.WARNING, "the files of {0} are missing", missing.crates());
        case Finding.DamagedIndexFile damaged ->
            LOGGER.log(Level.WARNING, "the stored index file of {0} is damaged", damaged.name());
        case Finding.Unlisted _ -> {}
      }
    }
  }

  /// How long so many bytes may take, in milliseconds.
  static long millis(long bytes, long bytesPerSecond) {
    return (long) (bytes * 1000.0 / bytesPerSecond);
  }

  private boolean isClosingWithin(long millis) throws InterruptedIOException {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while scrubbing");
    }
  }

  /// The schedule was closed in the middle of a scrub.
  private static final class Stopped extends IOException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      looking.close();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "not waited for the end of a scrub", e);
    }
  }
}
