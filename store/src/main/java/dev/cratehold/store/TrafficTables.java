package dev.cratehold.store;

import dev.cratehold.store.statistics.GatheredTraffic;
import dev.cratehold.store.statistics.Subject;
import dev.cratehold.store.statistics.Tally;
import dev.cratehold.store.statistics.Window;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Adds statistics to the tables `traffic` and `latency`, which several processes may do at the
/// same time, and keeps both from growing: of each stretch of time the names with the fewest
/// requests are added up to one row when there are too many, and stretches go when no window
/// reaches back to them.
final class TrafficTables {
  private static final String SUMS =
      """
      requests = requests + excluded.requests, hits = hits + excluded.hits,
      stale = stale + excluded.stale, misses = misses + excluded.misses,
      failed = failed + excluded.failed, bytes_served = bytes_served + excluded.bytes_served,
      bytes_saved = bytes_saved + excluded.bytes_saved\
      """;
  private static final String COLUMNS =
      """
      INSERT INTO traffic (span, start, kind, name, requests, hits, stale, misses, failed,
        bytes_served, bytes_saved) \
      """;
  private static final String ADD =
      COLUMNS + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET " + SUMS;
  private static final String ADD_LATENCY =
      """
      INSERT INTO latency (span, start, bucket, count) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET count = count + excluded.count\
      """;
  private static final String STRETCH = " FROM traffic WHERE span = ? AND start = ? AND kind = ?";
  private static final String COUNT = "SELECT count(*)" + STRETCH;
  private static final String RAREST =
      STRETCH + " AND name <> '' ORDER BY requests DESC, name LIMIT -1 OFFSET ?";
  private static final String ADD_UP_RAREST =
      COLUMNS
          + """
          SELECT span, start, kind, '', sum(requests), sum(hits), sum(stale), sum(misses),
            sum(failed), sum(bytes_served), sum(bytes_saved)
          FROM (SELECT * %s) WHERE true GROUP BY span, start, kind
          ON CONFLICT DO UPDATE SET %s\
          """
              .formatted(RAREST, SUMS);
  private static final String DELETE_RAREST =
      "DELETE" + STRETCH + " AND name IN (SELECT name" + RAREST + ")";
  private static final String PRUNE_OLD =
      "DELETE FROM traffic WHERE span = ? AND kind = ? AND start < ?";
  private static final String PRUNE_FUTURE =
      "DELETE FROM traffic WHERE span = ? AND kind = ? AND start > ?";
  private static final String PRUNE_OLD_LATENCY =
      "DELETE FROM latency WHERE span = ? AND start < ?";
  private static final String PRUNE_FUTURE_LATENCY =
      "DELETE FROM latency WHERE span = ? AND start > ?";

  private TrafficTables() {}

  /// Adds what was gathered to the stretches of all windows that `now` lies in.
  static int add(Statements statements, GatheredTraffic gathered, Instant now) throws SQLException {
    Map<Subject, Tally> tallies = new HashMap<>();
    gathered.forEach(tallies::put);
    Map<Integer, Long> latencies = new HashMap<>();
    gathered.latencies().forEach(latencies::put);
    for (Window window : Window.values()) {
      long start = window.stretchOf(now);
      for (Map.Entry<Subject, Tally> tally : tallies.entrySet()) {
        add(statements, window, start, tally.getKey(), tally.getValue());
      }
      for (Map.Entry<Integer, Long> bucket : latencies.entrySet()) {
        statements.update(ADD_LATENCY, window.label(), start, bucket.getKey(), bucket.getValue());
      }
      trim(statements, window, start);
      prune(statements, window, now);
    }
    return tallies.size();
  }

  private static void add(
      Statements statements, Window window, long start, Subject subject, Tally tally)
      throws SQLException {
    statements.update(
        ADD,
        window.label(),
        start,
        label(subject.kind()),
        subject.name(),
        tally.requests(),
        tally.hits(),
        tally.stale(),
        tally.misses(),
        tally.failed(),
        tally.bytesServed(),
        tally.bytesSaved());
  }

  /// How the table names a kind.
  static String label(Subject.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static void trim(Statements statements, Window window, long start) throws SQLException {
    for (Subject.Kind kind : Subject.Kind.values()) {
      Object[] stretch = {window.label(), start, label(kind)};
      long rows = statements.row(COUNT, row -> row.getLong(1), stretch).orElse(0L);
      if (rows > kind.mostNames(window)) {
        addUpRarest(statements, stretch, kind.names(window));
      }
    }
  }

  private static void addUpRarest(Statements statements, Object[] stretch, int kept)
      throws SQLException {
    statements.update(ADD_UP_RAREST, stretch[0], stretch[1], stretch[2], kept);
    statements.update(
        DELETE_RAREST,
        stretch[0],
        stretch[1],
        stretch[2],
        stretch[0],
        stretch[1],
        stretch[2],
        kept);
  }

  /// Also deletes what lies in the future, where a clock that was wrong left it.
  private static void prune(Statements statements, Window window, Instant now) throws SQLException {
    String span = window.label();
    long first = window.firstStretch(now);
    long last = window.stretchOf(now);
    for (Subject.Kind kind : Subject.Kind.values()) {
      statements.update(PRUNE_OLD, span, label(kind), first);
      statements.update(PRUNE_FUTURE, span, label(kind), last);
    }
    statements.update(PRUNE_OLD_LATENCY, span, first);
    statements.update(PRUNE_FUTURE_LATENCY, span, last);
  }
}
