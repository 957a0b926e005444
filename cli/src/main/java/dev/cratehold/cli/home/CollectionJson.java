package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.gc.Candidate;
import dev.cratehold.home.gc.HomePlan;
import dev.cratehold.home.gc.HomeReport;
import dev.cratehold.retention.Victim;
import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// For machines: one object with the plan, and what became of it. Paths are relative to the home.
final class CollectionJson implements CollectionView {
  private final PrintStream out;

  CollectionJson(PrintStream out) {
    this.out = out;
  }

  @Override
  public void plan(HomePlan plan) {
    JsonLines.object(out, json -> plan(json, plan));
  }

  @Override
  public void report(HomePlan plan, HomeReport.Carried report) {
    JsonLines.object(
        out,
        json -> {
          plan(json, plan);
          json.writeObjectPropertyStart("report");
          report(json, report);
          json.writeEndObject();
        });
  }

  private static void plan(JsonGenerator json, HomePlan plan) {
    json.writeArrayPropertyStart("plan");
    plan.victims().forEach(victim -> victim(json, victim));
    json.writeEndArray();
    json.writeObjectPropertyStart("totals");
    json.writeNumberProperty("items", plan.totals().items());
    json.writeNumberProperty("bytes", plan.totals().bytes());
    json.writeNumberProperty("files", plan.totals().files());
    json.writeNumberProperty("unmeasured", plan.totals().unmeasured());
    json.writeNumberProperty("keptByGrace", plan.retained().byGrace());
    json.writeNumberProperty("keptByPin", plan.retained().byPin());
    json.writeEndObject();
    json.writeArrayPropertyStart("ghosts");
    plan.bookkeeping().ghosts().stream().map(ItemId::path).forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("beyond");
    plan.bookkeeping().beyond().forEach(part -> json.writeString(part.word()));
    json.writeEndArray();
    json.writeArrayPropertyStart("notes");
    plan.notes().forEach(json::writeString);
    json.writeEndArray();
  }

  private static void victim(JsonGenerator json, Victim<Candidate> victim) {
    json.writeStartObject();
    ItemJson.members(json, victim.entry().item());
    json.writeStringProperty("reason", Reasons.text(victim.reason()));
    json.writeEndObject();
  }

  private static void report(JsonGenerator json, HomeReport.Carried report) {
    json.writeStringProperty("end", report.end().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("removed", report.removed().size());
    json.writeNumberProperty("used", report.used());
    json.writeNumberProperty("vanished", report.vanished());
    json.writeNumberProperty("left", report.left());
    json.writeArrayPropertyStart("failed");
    report.failed().forEach(failure -> failure(json, failure));
    json.writeEndArray();
    json.writeObjectPropertyStart("freed");
    json.writeNumberProperty("bytes", report.freed().bytes());
    json.writeNumberProperty("files", report.freed().files());
    json.writeNumberProperty("directories", report.freed().directories());
    json.writeEndObject();
    report.undo().ifPresent(run -> json.writeStringProperty("undo", run));
    json.writeNumberProperty("longestHoldMillis", report.longestHold().toMillis());
    json.writeArrayPropertyStart("warnings");
    report.warnings().forEach(json::writeString);
    json.writeEndArray();
  }

  private static void failure(JsonGenerator json, HomeReport.Failure failure) {
    json.writeStartObject();
    json.writeStringProperty("path", failure.victim().entry().id().path());
    json.writeStringProperty("cause", Causes.describe(failure.cause()));
    json.writeEndObject();
  }
}
