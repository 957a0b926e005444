package dev.cratehold.store;

import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.crate;
import static dev.cratehold.store.Samples.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class PacedScrubsTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final long FAST = Long.MAX_VALUE;
  private static final Instant NOW = Samples.NOW;
  private static final byte[] BYTES = bytes(1, 20_000);
  private static final CrateId CRATE = crate("serde", "1.0.0", BYTES);
  private static final ScrubReport NOTHING = new ScrubReport(0, 0, 0, List.of());

  private final FakeClock clock = new FakeClock(NOW);

  @TempDir Path directory;

  private Store open() throws IOException {
    return Store.open(directory, StoreOptions.defaults().withMinFree(0), clock);
  }

  @Test
  void isDue_neverDone_is() {
    assertThat(PacedScrubs.isDue(Optional.empty(), WEEK, NOW)).isTrue();
  }

  @Test
  void isDue_doneBefore_isAfterTheInterval() {
    assertThat(PacedScrubs.isDue(Optional.of(NOW.minus(WEEK)), WEEK, NOW)).isTrue();
    assertThat(PacedScrubs.isDue(Optional.of(NOW.minus(WEEK).plusMillis(1)), WEEK, NOW)).isFalse();
  }

  @Test
  void isDue_doneInTheFuture_isBecauseTheClockWasWrong() {
    assertThat(PacedScrubs.isDue(Optional.of(NOW.plusSeconds(1)), WEEK, NOW)).isTrue();
  }

  @Test
  void millis_bytes_areThoseOfTheRate() {
    assertThat(PacedScrubs.millis(10_000_000, 20_000_000)).isEqualTo(500);
    assertThat(PacedScrubs.millis(Long.MAX_VALUE / 2, Long.MAX_VALUE)).isEqualTo(500);
    assertThat(PacedScrubs.millis(0, 1)).isZero();
  }

  @Test
  void scrubIfDue_corruptFile_isTakenAwayAndRaisesAnAlert() throws IOException {
    try (Store store = open()) {
      publish(store, CRATE, BYTES);
    }
    Files.write(Samples.file(directory, CRATE.checksum()), bytes(2, BYTES.length));

    try (Store store = open();
        PacedScrubs scrubs = (PacedScrubs) store.keepScrubbing(WEEK, FAST)) {
      scrubs.scrubIfDue();

      assertThat(store.holdings().contains(CRATE)).isFalse();
      assertThat(store.alerts().recent(10))
          .singleElement()
          .satisfies(one -> assertThat(one.alert()).isEqualTo(CorruptCrates.alert(CRATE)));
      assertThat(directory.resolve("blobs/quarantine")).isNotEmptyDirectory();
    }
  }

  @Test
  void scrubIfDue_twice_scrubsOnceInAnIntervalAcrossProcesses() throws IOException {
    AtomicInteger scrubs = new AtomicInteger();
    scrubCounting(scrubs);
    clock.advance(WEEK.minusSeconds(1));
    scrubCounting(scrubs);
    assertThat(scrubs).hasValue(1);

    clock.advance(Duration.ofSeconds(1));
    scrubCounting(scrubs);
    assertThat(scrubs).hasValue(2);
  }

  private void scrubCounting(AtomicInteger scrubs) throws IOException {
    try (Database database = Database.open(directory.resolve("test.db"), Samples.UNWATCHED)) {
      Chores chores = new Chores(database);
      PacedScrubs.Scrubbing counted =
          _ -> {
            scrubs.incrementAndGet();
            chores.done(Chores.SCRUB, clock.instant());
            return NOTHING;
          };
      try (PacedScrubs paced = paced(database, counted, WEEK, FAST)) {
        paced.scrubIfDue();
      }
    }
  }

  private PacedScrubs paced(
      Database database, PacedScrubs.Scrubbing scrubbing, Duration interval, long rate)
      throws IOException {
    try (DeferredAlerts alerts = new DeferredAlerts(database, clock)) {
      return new PacedScrubs(scrubbing, new Chores(database), alerts, interval, rate, clock);
    }
  }

  @Test
  void scrubIfDue_verifiedByHandMeanwhile_isNotDue() throws IOException {
    try (Store store = open()) {
      store.scrub(ScrubMode.REPAIR, (_, _) -> {});
      List<String> done = new ArrayList<>();
      GatheredLog log = new GatheredLog(PacedScrubs.class);
      log.begin();
      try (PacedScrubs scrubs = (PacedScrubs) store.keepScrubbing(WEEK, FAST)) {
        scrubs.scrubIfDue();
        done.addAll(log.messages());
        clock.advance(WEEK);
        scrubs.scrubIfDue();
      } finally {
        log.end();
      }

      assertThat(done).isEmpty();
      assertThat(log.messages())
          .containsExactly("scrubbed the store: 0 crate files and 0 index files are intact");
    }
  }

  @Test
  void scrubIfDue_scrubFails_isDueAgain() throws IOException {
    AtomicInteger scrubs = new AtomicInteger();
    try (Database database = Database.open(directory.resolve("test.db"), Samples.UNWATCHED);
        PacedScrubs paced =
            paced(
                database,
                _ -> {
                  scrubs.incrementAndGet();
                  throw new IOException("the disk fails");
                },
                WEEK,
                FAST)) {
      assertThatExceptionOfType(IOException.class).isThrownBy(paced::scrubIfDue);
      assertThatExceptionOfType(IOException.class).isThrownBy(paced::scrubIfDue);
    }
    assertThat(scrubs).hasValue(2);
  }

  @Test
  @Timeout(60)
  void close_inTheMiddleOfAPause_endsTheScrub() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (Database database = Database.open(directory.resolve("test.db"), Samples.UNWATCHED)) {
      PacedScrubs paced =
          paced(
              database,
              listener -> {
                begun.countDown();
                listener.checked(1, 1_000_000_000);
                throw new IllegalStateException("it went on");
              },
              Duration.ofMillis(1),
              1);
      begun.await();

      paced.close();

      assertThat(new Chores(database).last(Chores.SCRUB)).isEmpty();
    }
  }

  @Test
  void keepScrubbing_shortInterval_scrubsByItself() throws Exception {
    CountDownLatch scrubbed = new CountDownLatch(2);
    try (Database database = Database.open(directory.resolve("test.db"), Samples.UNWATCHED);
        PacedScrubs _ =
            paced(
                database,
                _ -> {
                  scrubbed.countDown();
                  return NOTHING;
                },
                Duration.ofMillis(1),
                FAST)) {
      scrubbed.await();
    }
    assertThat(scrubbed.getCount()).isZero();
  }
}
