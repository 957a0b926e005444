package dev.cratehold.mirror.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.CrateName;
import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefreshLoopTest {
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final FakeClock clock = new FakeClock();
  private final Instant begin = clock.instant();

  private static List<UsedCrate> crates(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new UsedCrate(new CrateName("crate" + i), Optional.empty()))
        .toList();
  }

  /// Work that notes when what was done.
  private class Noted implements RefreshLoop.Work {
    final List<String> done = new CopyOnWriteArrayList<>();
    final Map<String, Instant> times = new ConcurrentHashMap<>();

    @Override
    public List<UsedCrate> crates() throws IOException {
      return RefreshLoopTest.crates(50);
    }

    @Override
    public boolean isPaused() {
      return false;
    }

    @Override
    public void refresh(UsedCrate crate) {
      done.add(crate.name().value());
      times.put(crate.name().value(), clock.instant());
    }
  }

  /// Pauses that take no time but the clock's, until the clock has come so far.
  private Pauses pausesUntil(Duration end) {
    return time -> {
      clock.advance(time);
      return clock.instant().isBefore(begin.plus(end));
    };
  }

  private void run(RefreshLoop.Work work, Pauses pauses) throws InterruptedException {
    Random random = new Random(1);
    try (RefreshLoop loop = new RefreshLoop(INTERVAL, work, clock, random, pauses)) {
      loop.run();
    }
  }

  @Test
  void plan_manyCrates_areSpreadOverTheInterval() {
    List<RefreshRound.Turn> turns = RefreshRound.plan(crates(100), INTERVAL, new Random(7)).turns();

    assertThat(turns).hasSize(100);
    assertThat(turns)
        .map(RefreshRound.Turn::crate)
        .containsExactlyInAnyOrderElementsOf(crates(100));
    assertThat(turns).map(RefreshRound.Turn::crate).isNotEqualTo(crates(100));
    for (int i = 0; i < turns.size(); i++) {
      assertThat(turns.get(i).after())
          .isBetween(Duration.ofSeconds(6L * i), Duration.ofSeconds(6L * i + 6));
    }
    assertThat(RefreshRound.plan(List.of(), INTERVAL, new Random(7)).turns()).isEmpty();
  }

  @Test
  void run_twoRounds_refreshesEachCrateOnceInEach() throws Exception {
    Noted work = new Noted();

    run(work, pausesUntil(INTERVAL.multipliedBy(3)));

    assertThat(work.done.stream().distinct()).hasSize(50);
    assertThat(work.done.size()).isBetween(98, 100); // the last ones may be broken off
  }

  @Test
  void run_noCrates_waitsForTheNextRound() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    Noted work =
        new Noted() {
          @Override
          public List<UsedCrate> crates() {
            rounds.incrementAndGet();
            return List.of();
          }
        };

    run(work, pausesUntil(INTERVAL.multipliedBy(6)));

    assertThat(rounds).hasValue(5);
    assertThat(work.done).isEmpty();
  }

  @Test
  void run_censusFails_goesOnWithTheNextRound() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    Noted work =
        new Noted() {
          @Override
          public List<UsedCrate> crates() throws IOException {
            if (rounds.incrementAndGet() == 1) {
              throw new IOException("the disk is broken");
            }
            return super.crates();
          }
        };

    run(work, pausesUntil(INTERVAL.multipliedBy(3)));

    assertThat(rounds).hasValue(2);
    assertThat(work.done).isNotEmpty();
  }

  @Test
  void run_upstreamIsLeftAlone_waitsUntilItIsNot() throws Exception {
    Instant back = begin.plus(INTERVAL).plus(Duration.ofMinutes(3));
    Noted work =
        new Noted() {
          @Override
          public boolean isPaused() {
            return clock.instant().isBefore(back);
          }
        };

    run(work, pausesUntil(INTERVAL.multipliedBy(2)));

    assertThat(work.times.values()).isNotEmpty().noneMatch(time -> time.isBefore(back));
  }

  @Test
  void run_slowUpstream_twoAtATime() throws Exception {
    CountDownLatch twoAreThere = new CountDownLatch(2);
    AtomicInteger now = new AtomicInteger();
    List<Integer> atOnce = new CopyOnWriteArrayList<>();
    Noted work =
        new Noted() {
          @Override
          public void refresh(UsedCrate crate) {
            atOnce.add(now.incrementAndGet());
            twoAreThere.countDown();
            try {
              twoAreThere.await();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
            now.decrementAndGet();
          }
        };

    run(work, pausesUntil(INTERVAL.multipliedBy(2)));

    assertThat(atOnce).contains(2).allMatch(count -> count <= 2);
  }

  @Test
  void close_whileOneHangs_breaksItOff() throws Exception {
    List<String> interrupted = new ArrayList<>();
    CountDownLatch hanging = new CountDownLatch(1);
    Noted work =
        new Noted() {
          @Override
          public void refresh(UsedCrate crate) {
            hanging.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException _) {
              synchronized (interrupted) {
                interrupted.add(crate.name().value());
              }
            }
          }
        };
    AtomicInteger pauses = new AtomicInteger();
    RefreshLoop loop =
        new RefreshLoop(
            INTERVAL,
            work,
            clock,
            new Random(1),
            time -> {
              clock.advance(time);
              boolean hasBegunOne = pauses.incrementAndGet() > 2;
              if (hasBegunOne) {
                hanging.await();
              }
              return !hasBegunOne;
            });

    loop.run();
    loop.close();

    synchronized (interrupted) {
      assertThat(interrupted).isNotEmpty();
    }
  }
}
