package dev.cratehold.store;

import dev.cratehold.store.statistics.Latencies;
import dev.cratehold.store.statistics.LatencyHistogram;
import dev.cratehold.store.statistics.NamedTally;
import dev.cratehold.store.statistics.Subject.Kind;
import dev.cratehold.store.statistics.Tally;
import dev.cratehold.store.statistics.Window;
import dev.cratehold.store.statistics.WindowReport;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Reads the statistics of one window, in several short steps, so that nobody who needs the
/// database waits for long.
final class TrafficReader {
  /// The schema since which there are statistics.
  private static final int SCHEMA = 3;

  private static final String SUMS =
      """
      SELECT name, coalesce(sum(requests), 0) AS requests, coalesce(sum(hits), 0),
        coalesce(sum(stale), 0), coalesce(sum(misses), 0), coalesce(sum(failed), 0),
        coalesce(sum(bytes_served), 0) AS bytes, coalesce(sum(bytes_saved), 0)
      FROM traffic WHERE span = ? AND start >= ? AND kind = ?\
      """;
  private static final String BY_NAME = SUMS + " GROUP BY name ORDER BY name";
  private static final String OTHERS = SUMS + " AND name = '' GROUP BY name";
  private static final String NAMED = SUMS + " AND name <> '' GROUP BY name ORDER BY ";
  private static final String BY_REQUESTS = NAMED + "requests DESC, bytes DESC, name LIMIT ?";
  private static final String BY_BYTES = NAMED + "bytes DESC, requests DESC, name LIMIT ?";
  private static final String LATENCIES =
      "SELECT bucket, count FROM latency WHERE span = ? AND start >= ?";

  private final Database database;
  private final Window window;
  private final Instant now;
  private final int top;

  TrafficReader(Database database, Window window, Instant now, int top) {
    this.database = database;
    this.window = window;
    this.now = now;
    this.top = top;
  }

  WindowReport read() throws IOException {
    List<NamedTally> registries = sums(BY_NAME, Kind.REGISTRY);
    return new WindowReport(
        window,
        window.since(now),
        registries.stream().map(NamedTally::tally).reduce(Tally.NONE, Tally::plus),
        latencies(),
        registries.stream().filter(registry -> !registry.name().isEmpty()).toList(),
        sums(BY_REQUESTS, Kind.CRATE, top),
        sums(BY_BYTES, Kind.CRATE, top),
        others(Kind.CRATE),
        sums(BY_REQUESTS, Kind.CLIENT, top),
        others(Kind.CLIENT));
  }

  private List<NamedTally> sums(String sql, Kind kind) throws IOException {
    return rows(sql, TrafficReader::sum, span(), start(), TrafficTables.label(kind));
  }

  private List<NamedTally> sums(String sql, Kind kind, int limit) throws IOException {
    return rows(sql, TrafficReader::sum, span(), start(), TrafficTables.label(kind), limit);
  }

  private Tally others(Kind kind) throws IOException {
    return sums(OTHERS, kind).stream().map(NamedTally::tally).findFirst().orElse(Tally.NONE);
  }

  private Latencies latencies() throws IOException {
    LatencyHistogram histogram = new LatencyHistogram();
    rows(LATENCIES, row -> new Bucket(row.getInt(1), row.getLong(2)), span(), start())
        .forEach(bucket -> histogram.add(bucket.number(), bucket.count()));
    return histogram.latencies();
  }

  private record Bucket(int number, long count) {}

  private String span() {
    return window.label();
  }

  private long start() {
    return window.firstStretch(now);
  }

  private <T> List<T> rows(String sql, Statements.RowReader<T> reader, Object... arguments)
      throws IOException {
    return database.schema() < SCHEMA
        ? List.of()
        : database.read(statements -> statements.rows(sql, reader, arguments));
  }

  private static NamedTally sum(ResultSet row) throws SQLException {
    return new NamedTally(
        row.getString(1),
        new Tally(
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5),
            row.getLong(6),
            row.getLong(7),
            row.getLong(8)));
  }
}
