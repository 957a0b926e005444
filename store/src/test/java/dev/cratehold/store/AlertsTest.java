package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.Alert.Kind;
import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertsTest {
  private final FakeClock clock = new FakeClock();

  @TempDir Path directory;
  private Database database;
  private DeferredAlerts alerts;

  @BeforeEach
  void open() throws IOException {
    database = Database.open(directory.resolve("test.db"), Samples.UNWATCHED);
    alerts = new DeferredAlerts(database, clock);
  }

  @AfterEach
  void close() throws IOException {
    alerts.close();
    database.close();
  }

  private void reopen() throws IOException {
    close();
    open();
  }

  private static Alert alert(Kind kind, String name, String version, String sentence) {
    return new Alert(kind, "crates-io", new CrateName(name), CrateVersion.parse(version), sentence);
  }

  private static Alert republished(String version) {
    return alert(Kind.REPUBLISHED, "serde", version, "other bytes");
  }

  @Test
  void raise_once_isThereAtOnceAndAfterTheEndOfTheProcess() throws IOException {
    Alert alert = republished("1.0.0");
    Instant at = clock.instant();
    alerts.raise(alert);

    assertThat(alerts.recent(10)).containsExactly(new RaisedAlert(alert, 1, at, at));
    assertThat(alerts.total()).isEqualTo(1);
    reopen();
    assertThat(alerts.recent(10)).containsExactly(new RaisedAlert(alert, 1, at, at));
    assertThat(alerts.total()).isEqualTo(1);
  }

  @Test
  void raise_again_isCountedWithItsLastSentence() throws IOException {
    Instant first = clock.instant();
    alerts.raise(alert(Kind.WRONG_BYTES, "serde", "1.0.0", "first"));
    alerts.flush();
    clock.advance(Duration.ofMinutes(5));
    alerts.raise(alert(Kind.WRONG_BYTES, "Serde", "1.0.0", "second"));
    alerts.raise(alert(Kind.WRONG_BYTES, "serde", "1.0.0", "third"));

    List<RaisedAlert> before = alerts.recent(10);
    alerts.flush();

    assertThat(alerts.recent(10))
        .containsExactly(
            new RaisedAlert(
                alert(Kind.WRONG_BYTES, "serde", "1.0.0", "third"), 3, first, clock.instant()));
    assertThat(before).singleElement().satisfies(one -> assertThat(one.count()).isEqualTo(3));
  }

  @Test
  void raise_differentSubjects_areDifferentAlerts() throws IOException {
    alerts.raise(republished("1.0.0"));
    alerts.raise(republished("1.0.1"));
    alerts.raise(alert(Kind.WRONG_BYTES, "serde", "1.0.0", "x"));
    alerts.raise(
        new Alert(Kind.SHRUNKEN_INDEX, "crates-io", new CrateName("serde"), Optional.empty(), "x"));
    alerts.flush();

    assertThat(alerts.total()).isEqualTo(4);
    assertThat(alerts.recent(10)).anyMatch(one -> one.alert().version().isEmpty());
  }

  @Test
  void recent_fewerThanThereAre_givesTheLatestFirst() throws IOException {
    for (int i = 0; i < 5; i++) {
      alerts.raise(republished("1.0." + i));
      clock.advance(Duration.ofSeconds(1));
    }
    alerts.flush();

    assertThat(alerts.recent(2))
        .extracting(one -> one.alert().version().orElseThrow().value())
        .containsExactly("1.0.4", "1.0.3");
  }

  @Test
  void raised_counts_everyKindOfThisProcess() throws IOException {
    alerts.raise(republished("1.0.0"));
    alerts.raise(republished("1.0.0"));

    assertThat(alerts.raised())
        .containsEntry(Kind.REPUBLISHED, 2L)
        .containsEntry(Kind.CORRUPT_CRATE, 0L)
        .hasSize(Kind.values().length);
    reopen();
    assertThat(alerts.raised()).containsEntry(Kind.REPUBLISHED, 0L);
  }

  @Test
  void flush_moreThanTenThousand_keepsTheLatest() throws IOException {
    for (int i = 0; i < 10_050; i++) {
      alerts.raise(republished("1.0." + i));
      clock.advance(Duration.ofSeconds(1));
      if (i % 500 == 0) {
        alerts.flush();
      }
    }
    alerts.flush();

    assertThat(alerts.total()).isEqualTo(10_000);
    assertThat(alerts.recent(20_000).getLast().alert().version())
        .contains(new CrateVersion("1.0.50"));
  }

  @Test
  void raise_tooManyAtOnce_areCountedAndNotAllRemembered() throws IOException {
    for (int i = 0; i < 3000; i++) {
      alerts.raise(republished("1.0." + i));
    }

    assertThat(alerts.raised()).containsEntry(Kind.REPUBLISHED, 3000L);
    assertThat(alerts.total()).isEqualTo(1000);
  }

  @Test
  void flush_databaseFails_keepsThemForTheNextTime() throws Exception {
    sql("CREATE TRIGGER t BEFORE INSERT ON alert BEGIN SELECT RAISE(ABORT, 'injected'); END");
    alerts.raise(republished("1.0.0"));

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> alerts.flush());
    assertThat(alerts.total()).isEqualTo(1);
    sql("DROP TRIGGER t");
    reopen();

    assertThat(alerts.recent(10)).hasSize(1);
  }

  private void sql(String statement) throws SQLException {
    String url = "jdbc:sqlite:" + directory.resolve("test.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement carrier = connection.createStatement()) {
      carrier.executeUpdate(statement);
    }
  }

  @Test
  void raise_again_isLoggedAtMostHourly() {
    GatheredLog log = new GatheredLog(DeferredAlerts.class);
    log.begin();
    try {
      alerts.raise(republished("1.0.0"));
      clock.advance(Duration.ofMinutes(59));
      alerts.raise(republished("1.0.0"));
      assertThat(log.messages()).hasSize(1);
      clock.advance(Duration.ofMinutes(1));
      alerts.raise(republished("1.0.0"));
    } finally {
      log.end();
    }

    assertThat(log.messages())
        .containsExactly(
            "REPUBLISHED: crates-io/serde@1.0.0: other bytes",
            "REPUBLISHED: crates-io/serde@1.0.0: other bytes");
  }

  @Test
  void alert_sentenceThatQuotesAnything_isOneLineOfSomeLength() {
    assertThat(alert(Kind.WRONG_BYTES, "serde", "1.0.0", "a\r\nb\u001b[31m").sentence())
        .isEqualTo("a??b?[31m");
    assertThat(alert(Kind.WRONG_BYTES, "serde", "1.0.0", "x".repeat(5000)).sentence())
        .hasSize(1001);
  }
}
