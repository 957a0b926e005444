package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.mirror.prefetch.PrefetchFailure;
import dev.cratehold.mirror.prefetch.PrefetchOptions.Mode;
import dev.cratehold.mirror.prefetch.PrefetchReport;
import dev.cratehold.mirror.prefetch.PrefetchReport.Fetched;
import dev.cratehold.mirror.prefetch.Skipped;
import dev.cratehold.store.CrateId;
import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;

/// For machines: one object with `dry_run`, the arrays `fetched`, `held`, `failed`, `skipped` and
/// `stale`, `fetched_bytes`, and `pinned` if that was wanted. In a rehearsal, `fetched` is what
/// would be.
final class PrefetchJson implements PrefetchView {
  private final PrintStream out;

  PrefetchJson(PrintStream out) {
    this.out = out;
  }

  @Override
  public void show(PrefetchReport report, Mode mode, OptionalInt pinned) {
    JsonLines.object(
        out,
        json -> {
          json.writeBooleanProperty("dry_run", mode == Mode.REHEARSE);
          json.writeArrayPropertyStart("fetched");
          report.fetched().forEach(each -> fetched(json, each, mode));
          json.writeEndArray();
          json.writeNumberProperty("fetched_bytes", report.fetchedBytes());
          json.writeArrayPropertyStart("held");
          report.held().forEach(crate -> crate(json, crate));
          json.writeEndArray();
          pinned.ifPresent(count -> json.writeNumberProperty("pinned", count));
          json.writeArrayPropertyStart("failed");
          report.failed().forEach(failure -> failed(json, failure));
          json.writeEndArray();
          json.writeArrayPropertyStart("skipped");
          report.skipped().forEach(skipped -> skipped(json, skipped));
          json.writeEndArray();
          json.writeArrayPropertyStart("stale");
          report.stale().forEach(json::writeString);
          json.writeEndArray();
        });
  }

  private static void fetched(JsonGenerator json, Fetched fetched, Mode mode) {
    json.writeStartObject();
    members(json, fetched.crate());
    if (mode == Mode.FETCH) {
      json.writeNumberProperty("size", fetched.bytes());
    }
    json.writeEndObject();
  }

  private static void crate(JsonGenerator json, CrateId crate) {
    json.writeStartObject();
    members(json, crate);
    json.writeEndObject();
  }

  private static void members(JsonGenerator json, CrateId crate) {
    json.writeStringProperty("name", crate.name().value());
    json.writeStringProperty("version", crate.version().value());
    json.writeStringProperty("checksum", crate.checksum().hex());
  }

  private static void failed(JsonGenerator json, PrefetchFailure failure) {
    json.writeStartObject();
    json.writeStringProperty("item", failure.item());
    json.writeStringProperty("source", failure.source());
    json.writeStringProperty("reason", failure.reason());
    json.writeEndObject();
  }

  private static void skipped(JsonGenerator json, Skipped skipped) {
    json.writeStartObject();
    json.writeStringProperty("item", skipped.item());
    json.writeStringProperty("source", skipped.source());
    json.writeStringProperty(
        "reason", skipped.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.writeEndObject();
  }
}
