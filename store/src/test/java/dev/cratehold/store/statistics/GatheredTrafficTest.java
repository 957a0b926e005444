package dev.cratehold.store.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GatheredTrafficTest {
  private static ServedRequest request(Outcome outcome, long bytes, String crate, String client) {
    return new ServedRequest(
        "crates-io", outcome, bytes, Duration.ofMillis(3), Optional.of(crate), Optional.of(client));
  }

  private static Map<Subject, Tally> tallies(GatheredTraffic gathered) {
    Map<Subject, Tally> tallies = new HashMap<>();
    gathered.forEach(tallies::put);
    return tallies;
  }

  @Test
  void add_everyOutcome_countsBytesOfWhatWasKeptAsSaved() {
    GatheredTraffic gathered = new GatheredTraffic();
    gathered.add(request(Outcome.HIT, 1, "serde", "10.0.0.1"));
    gathered.add(request(Outcome.STALE, 10, "serde", "10.0.0.1"));
    gathered.add(request(Outcome.MISS, 100, "serde", "10.0.0.1"));
    gathered.add(request(Outcome.FAILED, 1_000, "serde", "10.0.0.1"));
    gathered.add(request(Outcome.OTHER, 10_000, "serde", "10.0.0.1"));

    Tally all = new Tally(5, 1, 1, 1, 1, 11_111, 11);
    assertThat(all.others()).isEqualTo(1);
    assertThat(tallies(gathered))
        .isEqualTo(
            Map.of(
                new Subject(Subject.Kind.REGISTRY, "crates-io"), all,
                new Subject(Subject.Kind.CRATE, "crates-io/serde"), all,
                new Subject(Subject.Kind.CLIENT, "10.0.0.1"), all));
  }

  @Test
  void add_hundredThousandCratesAndClients_namesFewAndCountsAll() {
    GatheredTraffic gathered = new GatheredTraffic();
    for (int i = 0; i < 100_000; i++) {
      gathered.add(request(Outcome.HIT, 1, "crate-" + i, "client-" + i));
    }

    Map<Subject, Tally> tallies = tallies(gathered);
    assertThat(tallies).hasSizeLessThan(1_000);
    for (Subject.Kind kind : List.of(Subject.Kind.CRATE, Subject.Kind.CLIENT)) {
      assertThat(
              tallies.entrySet().stream()
                  .filter(entry -> entry.getKey().kind() == kind)
                  .mapToLong(entry -> entry.getValue().requests())
                  .sum())
          .isEqualTo(100_000);
      assertThat(tallies.get(Subject.others(kind))).isNotNull();
    }
  }

  @Test
  void take_addedByManyThreads_isEverythingOnce() throws InterruptedException {
    TrafficGatherer gatherer = new TrafficGatherer();
    CountDownLatch ended = new CountDownLatch(8);
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(_ ->
                Thread.ofPlatform()
                    .start(() -> {
                      for (int i = 0; i < 2_000; i++) {
                        gatherer.add(request(Outcome.HIT, 1, "serde", "10.0.0.1"));
                      }
                      ended.countDown();
                    }))
            .toList();
    GatheredTraffic all = new GatheredTraffic();
    while (ended.getCount() > 0) {
      GatheredTraffic taken = gatherer.take();
      all.addAll(taken);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    all.addAll(gatherer.take());

    assertThat(all.latencies().total()).isEqualTo(16_000);
    assertThat(tallies(all).get(new Subject(Subject.Kind.REGISTRY, "crates-io")))
        .isEqualTo(new Tally(16_000, 16_000, 0, 0, 0, 16_000, 16_000));
    assertThat(gatherer.take().isEmpty()).isTrue();
  }
}
