package dev.cratehold.cli;

import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.store.CollectedFile;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.StorePlan;
import dev.cratehold.store.StoreReport;
import java.io.PrintStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// For machines: one JSON object a line for each file, and at the end one with the sums.
final class CollectionJson implements CollectionView {
  private final PrintStream out;

  CollectionJson(PrintStream out) {
    this.out = out;
  }

  @Override
  public void planned(CollectedFile file) {
    file(file);
  }

  @Override
  public void collected(CollectedFile file) {
    file(file);
  }

  private void file(CollectedFile file) {
    JsonLines.oneOfMany(
        out,
        json -> {
          json.writeArrayPropertyStart("crates");
          file.crates().forEach(crate -> crate(json, crate));
          json.writeEndArray();
          json.writeStringProperty("checksum", file.checksum().hex());
          json.writeNumberProperty("size", file.bytes());
          json.writeStringProperty("last_use", file.lastUse().toString());
          json.writeStringProperty("reason", CollectionReasons.word(file.reason()));
        });
  }

  private static void crate(JsonGenerator json, CrateId crate) {
    json.writeStartObject();
    json.writeStringProperty("registry", crate.registry());
    json.writeStringProperty("name", crate.name().value());
    json.writeStringProperty("version", crate.version().value());
    json.writeEndObject();
  }

  @Override
  public void endOfPlan(StorePlan plan) {
    sums(
        plan,
        json -> {
          json.writeBooleanProperty("dry_run", true);
          json.writeNumberProperty("files", plan.files());
          json.writeNumberProperty("bytes", plan.bytes());
        });
  }

  @Override
  public void report(StorePlan plan, StoreReport report) {
    sums(
        plan,
        json -> {
          json.writeBooleanProperty("dry_run", false);
          json.writeNumberProperty("files", report.files());
          json.writeNumberProperty("bytes", report.bytes());
          json.writeNumberProperty("used_meanwhile", report.used());
          json.writeNumberProperty("vanished", report.vanished());
          json.writeNumberProperty("failed", report.failures().size());
          json.writeNumberProperty("left", report.left());
        });
  }

  private void sums(StorePlan plan, Consumer<JsonGenerator> members) {
    JsonLines.object(
        out,
        json -> {
          members.accept(json);
          json.writeNumberProperty("kept_by_pin", plan.retained().byPin());
          json.writeNumberProperty("kept_by_grace", plan.retained().byGrace());
          json.writeNumberProperty("bytes_missing", plan.missing());
        });
  }
}
