package dev.cratehold.server;

import dev.cratehold.store.statistics.Latencies;
import dev.cratehold.store.statistics.NamedTally;
import dev.cratehold.store.statistics.StatisticsReport;
import dev.cratehold.store.statistics.Tally;
import dev.cratehold.store.statistics.WindowReport;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Statistics in JSON, as `/api/statistics` and `cratehold store info --stats --json` give them;
/// docs/statistics.md describes the members.
public final class StatisticsJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final double NANOS = 1e9;

  private StatisticsJson() {}

  /// Whether the addresses of clients are among them.
  public enum Clients {
    /// They are.
    SHOWN,
    /// They are not.
    HIDDEN
  }

  /// An object with them, in UTF-8.
  static byte[] of(StatisticsReport report, Clients clients) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      write(json, report, clients);
      json.writeEndObject();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Writes them as members of the object that is being written.
  public static void write(JsonGenerator json, StatisticsReport report, Clients clients) {
    json.writeStringProperty("at", report.at().toString());
    json.writeArrayPropertyStart("windows");
    report.windows().forEach(window -> window(json, window, clients));
    json.writeEndArray();
  }

  private static void window(JsonGenerator json, WindowReport window, Clients clients) {
    json.writeStartObject();
    json.writeStringProperty("window", window.window().label());
    window.since().ifPresent(since -> json.writeStringProperty("since", since.toString()));
    tally(json, window.total());
    latencies(json, window.latencies());
    named(json, "registries", window.registries());
    named(json, "crates_by_requests", window.cratesByRequests());
    named(json, "crates_by_bytes", window.cratesByBytes());
    object(json, "other_crates", window.otherCrates());
    if (clients == Clients.SHOWN) {
      named(json, "clients", window.clients());
      object(json, "other_clients", window.otherClients());
    }
    json.writeEndObject();
  }

  private static void tally(JsonGenerator json, Tally tally) {
    json.writeNumberProperty("requests", tally.requests());
    json.writeNumberProperty("hits", tally.hits());
    json.writeNumberProperty("stale", tally.stale());
    json.writeNumberProperty("misses", tally.misses());
    json.writeNumberProperty("failed", tally.failed());
    json.writeNumberProperty("other", tally.others());
    json.writeNumberProperty("bytes_served", tally.bytesServed());
    json.writeNumberProperty("bytes_saved", tally.bytesSaved());
  }

  private static void latencies(JsonGenerator json, Latencies latencies) {
    json.writeObjectPropertyStart("latency_seconds");
    json.writeNumberProperty("p50", seconds(latencies.p50()));
    json.writeNumberProperty("p90", seconds(latencies.p90()));
    json.writeNumberProperty("p99", seconds(latencies.p99()));
    json.writeEndObject();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }

  private static void named(JsonGenerator json, String member, List<NamedTally> tallies) {
    json.writeArrayPropertyStart(member);
    for (NamedTally named : tallies) {
      json.writeStartObject();
      json.writeStringProperty("name", named.name());
      tally(json, named.tally());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void object(JsonGenerator json, String member, Tally tally) {
    json.writeObjectPropertyStart(member);
    tally(json, tally);
    json.writeEndObject();
  }
}
