package dev.cratehold.store;

import static dev.cratehold.store.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cratehold.store.statistics.NamedTally;
import dev.cratehold.store.statistics.Outcome;
import dev.cratehold.store.statistics.ServedRequest;
import dev.cratehold.store.statistics.StatisticsReport;
import dev.cratehold.store.statistics.Tally;
import dev.cratehold.store.statistics.Window;
import dev.cratehold.store.statistics.WindowReport;
import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatisticsTest {
  private static final int TOP = 10;

  @TempDir Path directory;
  private final FakeClock clock = new FakeClock(NOW);

  private Store open() throws IOException {
    return Store.open(directory, StoreOptions.defaults(), clock);
  }

  private static ServedRequest request(Outcome outcome, long bytes, String crate, String client) {
    return new ServedRequest(
        Samples.REGISTRY,
        outcome,
        bytes,
        Duration.ofMillis(20),
        Optional.of(crate),
        Optional.of(client));
  }

  private static ServedRequest hit(long bytes, String crate) {
    return request(Outcome.HIT, bytes, crate, "10.0.0.1");
  }

  private static WindowReport window(StatisticsReport report, Window window) {
    return report.windows().stream().filter(w -> w.window() == window).findFirst().orElseThrow();
  }

  private static Tally hits(long number, long bytes) {
    return new Tally(number, number, 0, 0, 0, bytes, bytes);
  }

  @Test
  void report_nothingServed_isEmptyInEveryWindow() throws IOException {
    try (Store store = open()) {
      StatisticsReport report = store.statistics().report(TOP);
      assertThat(report.at()).isEqualTo(NOW);
      assertThat(report.windows())
          .extracting(WindowReport::window)
          .containsExactly(Window.values());
      assertThat(report.windows()).extracting(WindowReport::total).containsOnly(Tally.NONE);
    }
  }

  @Test
  void report_served_countsInEveryWindow() throws IOException {
    try (Store store = open()) {
      store.statistics().served(hit(100, "serde"));
      store.statistics().served(hit(1, "serde"));
      store.statistics().served(request(Outcome.MISS, 5_000, "libc", "10.0.0.2"));

      for (WindowReport window : store.statistics().report(TOP).windows()) {
        assertThat(window.total()).isEqualTo(new Tally(3, 2, 0, 1, 0, 5_101, 101));
        assertThat(window.registries())
            .containsExactly(new NamedTally("crates-io", window.total()));
        assertThat(window.cratesByRequests())
            .extracting(NamedTally::name)
            .containsExactly("crates-io/serde", "crates-io/libc");
        assertThat(window.cratesByBytes())
            .extracting(NamedTally::name)
            .containsExactly("crates-io/libc", "crates-io/serde");
        assertThat(window.clients())
            .extracting(NamedTally::name)
            .containsExactly("10.0.0.1", "10.0.0.2");
        assertThat(window.otherCrates()).isEqualTo(Tally.NONE);
        assertThat(window.latencies().p99().toNanos()).isCloseTo(20_000_000, within(1_250_000L));
      }
    }
  }

  @Test
  void report_openedAgain_isKept() throws IOException {
    try (Store store = open()) {
      store.statistics().served(hit(7, "serde"));
    }
    try (Store store = open()) {
      assertThat(window(store.statistics().report(TOP), Window.EVER).total()).isEqualTo(hits(1, 7));
    }
  }

  @Test
  void report_twoStoresOnOneDirectory_isTheSum() throws IOException {
    try (Store one = open();
        Store other = open()) {
      one.statistics().served(hit(7, "serde"));
      other.statistics().served(hit(8, "serde"));
      one.statistics().flush();
      other.statistics().flush();

      WindowReport ever = window(one.statistics().report(TOP), Window.EVER);
      assertThat(ever.total()).isEqualTo(hits(2, 15));
      assertThat(ever.cratesByBytes())
          .containsExactly(new NamedTally("crates-io/serde", hits(2, 15)));
    }
  }

  @Test
  void report_timePasses_leavesOneWindowAfterTheOther() throws IOException {
    try (Store store = open()) {
      store.statistics().served(hit(1, "serde"));
      store.statistics().flush();

      assertThat(windowsThatCountAt(store, NOW.plus(Duration.ofMinutes(59))))
          .containsExactly(Window.values());
      assertThat(windowsThatCountAt(store, NOW.plus(Duration.ofMinutes(66))))
          .containsExactly(Window.DAY, Window.MONTH, Window.EVER);
      assertThat(windowsThatCountAt(store, NOW.plus(Duration.ofHours(26))))
          .containsExactly(Window.MONTH, Window.EVER);
      assertThat(windowsThatCountAt(store, NOW.plus(Duration.ofDays(32))))
          .containsExactly(Window.EVER);
    }
  }

  private List<Window> windowsThatCountAt(Store store, Instant time) throws IOException {
    clock.set(time);
    return store.statistics().report(TOP).windows().stream()
        .filter(window -> window.total().requests() > 0)
        .map(WindowReport::window)
        .toList();
  }

  @Test
  void flush_longAfter_deletesWhatNoWindowReachesBackTo() throws Exception {
    try (Store store = open()) {
      store.statistics().served(hit(1, "serde"));
      store.statistics().flush();
      clock.advance(Duration.ofDays(400));
      store.statistics().served(hit(1, "libc"));
      store.statistics().flush();

      // Registry, crate and client in four windows, and the first crate for ever.
      assertThat(number("SELECT count(*) FROM traffic")).isEqualTo(13);
      assertThat(number("SELECT count(*) FROM latency")).isEqualTo(4);
    }
  }

  @Test
  void flush_clockWasInTheFuture_deletesThat() throws Exception {
    try (Store store = open()) {
      clock.set(NOW.plus(Duration.ofDays(1_000)));
      store.statistics().served(hit(1, "serde"));
      store.statistics().flush();
      clock.set(NOW);
      store.statistics().served(hit(1, "serde"));

      assertThat(window(store.statistics().report(TOP), Window.HOUR).total()).isEqualTo(hits(1, 1));
      assertThat(number("SELECT count(*) FROM latency")).isEqualTo(4);
    }
  }

  @Test
  void flush_hundredThousandCratesAndClients_staysWithinItsBounds() throws Exception {
    try (Store store = open()) {
      for (int i = 0; i < 100_000; i++) {
        store.statistics().served(request(Outcome.HIT, 1, "crate-" + i, "client-" + i));
        if (i % 500 == 0) {
          store.statistics().served(hit(1_000, "serde"));
        }
        if (i % 2_000 == 0) {
          store.statistics().flush();
          clock.advance(Duration.ofMinutes(2));
        }
      }
      WindowReport ever = window(store.statistics().report(TOP), Window.EVER);

      assertThat(ever.total()).isEqualTo(hits(100_200, 300_000));
      assertThat(ever.cratesByRequests().getFirst().name()).isEqualTo("crates-io/serde");
      assertThat(ever.otherCrates().requests()).isGreaterThan(80_000);
      assertThat(number("SELECT sum(requests) FROM traffic WHERE span = 'ever' AND kind = 'crate'"))
          .isEqualTo(100_200);
      assertThat(mostNames("crate", "hour")).isLessThanOrEqualTo(601);
      assertThat(mostNames("client", "day")).isLessThanOrEqualTo(151);
      assertThat(mostNames("crate", "ever")).isLessThanOrEqualTo(6_001);
      assertThat(mostNames("client", "ever")).isLessThanOrEqualTo(1_501);
    }
  }

  private long mostNames(String kind, String span) throws SQLException {
    return number(
        "SELECT max(n) FROM (SELECT count(*) AS n FROM traffic WHERE kind = '%s' AND span = '%s' GROUP BY start)"
            .formatted(kind, span));
  }

  @Test
  void served_withoutClient_namesNone() throws IOException {
    try (Store store = open()) {
      store
          .statistics()
          .served(
              new ServedRequest(
                  Samples.REGISTRY,
                  Outcome.OTHER,
                  3,
                  Duration.ofMillis(1),
                  Optional.empty(),
                  Optional.empty()));

      WindowReport hour = window(store.statistics().report(TOP), Window.HOUR);
      assertThat(hour.total()).isEqualTo(new Tally(1, 0, 0, 0, 0, 3, 0));
      assertThat(hour.clients()).isEmpty();
      assertThat(hour.cratesByRequests()).isEmpty();
    }
  }

  @Test
  void latest_crates_areTheLastStoredFirst() throws IOException {
    try (Store store = open()) {
      for (int i = 0; i < 120; i++) {
        byte[] bytes = Samples.bytes(i, 10);
        Samples.publish(store, Samples.crate("crate-" + i, "1.0.0", bytes), bytes);
      }
    }
    try (Store store = open()) {
      assertThat(store.holdings().latest(3))
          .extracting(held -> held.crate().name().value())
          .containsExactly("crate-119", "crate-118", "crate-117");
      assertThat(store.holdings().latest(1_000)).hasSize(100);
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("cratehold.db"));
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      return found.getLong(1);
    }
  }
}
