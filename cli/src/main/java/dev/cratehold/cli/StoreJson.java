package dev.cratehold.cli;

import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.server.StatisticsJson;
import dev.cratehold.store.Alert;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.RaisedAlert;
import dev.cratehold.store.ScrubMode;
import dev.cratehold.store.ScrubReport;
import dev.cratehold.store.ScrubReport.Finding;
import dev.cratehold.store.Totals;
import dev.cratehold.store.statistics.StatisticsReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// For machines: one JSON object on a line; a list is one object a line. Sizes are in bytes, times
/// in UTC as ISO 8601 writes them.
final class StoreJson implements StoreView {
  private final PrintStream out;

  StoreJson(PrintStream out) {
    this.out = out;
  }

  @Override
  public void info(Path data, Totals totals, long alerts) {
    object(json -> {
      json.writeStringProperty("directory", data.toString());
      json.writeNumberProperty("crates", totals.crates());
      json.writeNumberProperty("crate_bytes", totals.crateBytes());
      json.writeNumberProperty("index_files", totals.indexFiles());
      json.writeNumberProperty("index_bytes", totals.indexBytes());
      json.writeNumberProperty("retired", totals.retired());
      json.writeNumberProperty("uses", totals.uses());
      json.writeNumberProperty("bytes_served", totals.bytesServed());
      json.writeNumberProperty("alerts", alerts);
    });
  }

  @Override
  public void statistics(StatisticsReport report) {
    object(json -> StatisticsJson.write(json, report, StatisticsJson.Clients.SHOWN));
  }

  @Override
  public void alert(RaisedAlert raised) {
    object(json -> {
      Alert alert = raised.alert();
      json.writeStringProperty("kind", Words.of(alert.kind()));
      json.writeStringProperty("registry", alert.registry());
      json.writeStringProperty("name", alert.name().value());
      alert.version().ifPresent(v -> json.writeStringProperty("version", v.value()));
      json.writeStringProperty("sentence", alert.sentence());
      json.writeNumberProperty("count", raised.count());
      json.writeStringProperty("first", raised.first().toString());
      json.writeStringProperty("last", raised.last().toString());
    });
  }

  @Override
  public void crate(HeldCrate held) {
    object(json -> {
      name(json, held.crate());
      json.writeStringProperty("checksum", held.crate().checksum().hex());
      json.writeNumberProperty("size", held.size());
      json.writeStringProperty("stored_at", held.storedAt().toString());
      json.writeStringProperty("last_use", held.lastUse().toString());
      json.writeNumberProperty("uses", held.uses());
      json.writeNumberProperty("bytes_served", held.bytesServed());
    });
  }

  @Override
  public void endOfCrates() {
    out.flush();
  }

  @Override
  public void endOfAlerts(long all) {
    out.flush();
  }

  @Override
  public void report(ScrubReport report, ScrubMode mode) {
    object(json -> {
      json.writeBooleanProperty("sound", report.isSound());
      json.writeBooleanProperty("repaired", mode == ScrubMode.REPAIR && !report.isSound());
      json.writeNumberProperty("intact", report.intact());
      json.writeNumberProperty("intact_bytes", report.intactBytes());
      json.writeNumberProperty("index_files", report.indexFiles());
      json.writeArrayPropertyStart("findings");
      report.findings().forEach(finding -> finding(json, finding));
      json.writeEndArray();
    });
  }

  private static void finding(JsonGenerator json, Finding finding) {
    json.writeStartObject();
    switch (finding) {
      case Finding.Corrupt corrupt -> {
        json.writeStringProperty("kind", "corrupt");
        json.writeStringProperty("checksum", corrupt.checksum().hex());
        json.writeStringProperty("actual", corrupt.actual().hex());
        crates(json, corrupt.crates());
      }
      case Finding.Missing missing -> {
        json.writeStringProperty("kind", "missing");
        json.writeStringProperty("checksum", missing.checksum().hex());
        crates(json, missing.crates());
      }
      case Finding.Unlisted unlisted -> {
        json.writeStringProperty("kind", "unlisted");
        json.writeStringProperty("checksum", unlisted.checksum().hex());
      }
      case Finding.DamagedIndexFile index -> {
        json.writeStringProperty("kind", "damaged-index-file");
        json.writeStringProperty("registry", index.registry());
        json.writeStringProperty("name", index.name().value());
      }
    }
    json.writeEndObject();
  }

  private static void crates(JsonGenerator json, List<CrateId> crates) {
    json.writeArrayPropertyStart("crates");
    for (CrateId crate : crates) {
      json.writeStartObject();
      name(json, crate);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void name(JsonGenerator json, CrateId crate) {
    json.writeStringProperty("registry", crate.registry());
    json.writeStringProperty("name", crate.name().value());
    json.writeStringProperty("version", crate.version().value());
  }

  private void object(Consumer<JsonGenerator> members) {
    JsonLines.object(out, members);
  }
}
