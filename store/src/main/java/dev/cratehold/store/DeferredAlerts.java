package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Gathers alerts in memory, summed by what they are about, and writes them to the database every
/// few seconds.
final class DeferredAlerts implements Alerts, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(DeferredAlerts.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration LOG_PAUSE = Duration.ofHours(1);

  /// How many different alerts are gathered at most between two writes; further ones are logged and
  /// counted, and not remembered.
  private static final int MOST_GATHERED = 1000;

  /// How many are remembered at most: those that were raised last.
  private static final int MOST_ROWS = 10_000;

  /// The schema that brought the table; a database that is only read may have an older one.
  private static final int SCHEMA = 2;

  private static final String ADD =
      """
      INSERT INTO alert (kind, registry, name, version, sentence, count, first_at, last_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        sentence = excluded.sentence, count = count + excluded.count,
        first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)\
      """;
  private static final String PRUNE =
      """
      DELETE FROM alert WHERE (kind, registry, name, version) IN (
        SELECT kind, registry, name, version FROM alert
        ORDER BY last_at DESC, name LIMIT -1 OFFSET ?)\
      """;
  private static final String RECENT =
      """
      SELECT kind, registry, name, version, sentence, count, first_at, last_at
      FROM alert ORDER BY last_at DESC, name LIMIT ?\
      """;
  private static final String COUNT = "SELECT count(*) FROM alert";
  private static final String EXISTS =
      "SELECT 1 FROM alert WHERE kind = ? AND registry = ? AND name = ? AND version = ?";

  private final Database database;
  private final InstantSource clock;
  private final ConcurrentHashMap<Subject, RaisedAlert> gathered = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Subject, Instant> logged = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Alert.Kind, Long> raised = new ConcurrentHashMap<>();
  private final Periodic flushing;

  DeferredAlerts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.flushing =
        new Periodic(
            "cratehold-alerts",
            INTERVAL,
            "alerts could not be written, will try again",
            clock,
            this::flush);
  }

  /// What an alert is about: alerts with the same subject are one.
  private record Subject(
      Alert.Kind kind, String registry, String name, Optional<CrateVersion> version) {
    static Subject of(Alert alert) {
      return new Subject(alert.kind(), alert.registry(), alert.name().lowerCase(), alert.version());
    }

    Object[] key() {
      return new Object[] {kind.name(), registry, name, text(version)};
    }
  }

  private static String text(Optional<CrateVersion> version) {
    return version.map(CrateVersion::value).orElse("");
  }

  @Override
  public void raise(Alert alert) {
    Instant now = clock.instant();
    Subject subject = Subject.of(alert);
    raised.merge(alert.kind(), 1L, Long::sum);
    if (gathered.mappingCount() < MOST_GATHERED || gathered.containsKey(subject)) {
      gathered.merge(subject, new RaisedAlert(alert, 1, now, now), DeferredAlerts::sum);
    }
    if (isToBeLogged(subject, now)) {
      LOGGER.log(Level.WARNING, alert::toString);
    }
  }

  private static RaisedAlert sum(RaisedAlert one, RaisedAlert other) {
    RaisedAlert later = one.last().isAfter(other.last()) ? one : other;
    Instant first = one.first().isBefore(other.first()) ? one.first() : other.first();
    return new RaisedAlert(later.alert(), one.count() + other.count(), first, later.last());
  }

  private boolean isToBeLogged(Subject subject, Instant now) {
    if (logged.mappingCount() >= MOST_ROWS) {
      logged.clear();
    }
    Instant said =
        logged.merge(
            subject,
            now,
            (last, _) -> Duration.between(last, now).compareTo(LOG_PAUSE) < 0 ? last : now);
    return said.equals(now);
  }

  /// Writes what was gathered, unless nothing can be written: then it stays in memory.
  void flush() throws IOException {
    if (database.isReadOnly()) {
      return;
    }
    List<RaisedAlert> taken = new ArrayList<>();
    for (Subject subject : List.copyOf(gathered.keySet())) {
      Optional.ofNullable(gathered.remove(subject)).ifPresent(taken::add);
    }
    if (taken.isEmpty()) {
      return;
    }
    try {
      database.write(statements -> write(statements, taken));
    } catch (IOException e) {
      taken.forEach(one -> gathered.merge(Subject.of(one.alert()), one, DeferredAlerts::sum));
      throw e;
    }
  }

  private static int write(Statements statements, List<RaisedAlert> alerts) throws SQLException {
    for (RaisedAlert one : alerts) {
      Alert alert = one.alert();
      statements.update(
          ADD,
          alert.kind().name(),
          alert.registry(),
          alert.name().lowerCase(),
          text(alert.version()),
          alert.sentence(),
          one.count(),
          one.first().toEpochMilli(),
          one.last().toEpochMilli());
    }
    return statements.update(PRUNE, MOST_ROWS);
  }

  @Override
  public List<RaisedAlert> recent(int limit) throws IOException {
    Map<Subject, RaisedAlert> all = new HashMap<>();
    gathered.forEach(all::put);
    rows(limit).forEach(row -> all.merge(Subject.of(row.alert()), row, DeferredAlerts::sum));
    return all.values().stream()
        .sorted(Comparator.comparing(RaisedAlert::last).reversed())
        .limit(limit)
        .toList();
  }

  private List<RaisedAlert> rows(int limit) throws IOException {
    return database.schema() < SCHEMA
        ? List.of()
        : database.read(statements -> statements.rows(RECENT, DeferredAlerts::row, limit));
  }

  private static RaisedAlert row(ResultSet row) throws SQLException {
    Alert alert =
        new Alert(
            Alert.Kind.valueOf(row.getString(1)),
            row.getString(2),
            new CrateName(row.getString(3)),
            CrateVersion.parse(row.getString(4)),
            row.getString(5));
    return new RaisedAlert(
        alert, row.getLong(6), Rows.instant(row.getLong(7)), Rows.instant(row.getLong(8)));
  }

  @Override
  public Map<Alert.Kind, Long> raised() {
    Map<Alert.Kind, Long> counts = new EnumMap<>(Alert.Kind.class);
    for (Alert.Kind kind : Alert.Kind.values()) {
      counts.put(kind, raised.getOrDefault(kind, 0L));
    }
    return counts;
  }

  @Override
  public long total() throws IOException {
    List<Subject> subjects = List.copyOf(gathered.keySet());
    if (database.schema() < SCHEMA) {
      return subjects.size();
    }
    return database.read(statements -> {
      long total = statements.row(COUNT, row -> row.getLong(1)).orElse(0L);
      for (Subject subject : subjects) {
        total += statements.exists(EXISTS, subject.key()) ? 0 : 1;
      }
      return total;
    });
  }

  /// Writes what was gathered and ends the thread. Idempotent.
  @Override
  public void close() throws IOException {
    flushing.close();
    flush();
  }
}
