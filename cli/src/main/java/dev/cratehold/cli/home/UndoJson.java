package dev.cratehold.cli.home;

import dev.cratehold.cli.home.UndoCommand.SizedRun;
import dev.cratehold.cli.terminal.Causes;
import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.gc.UndoReport;
import dev.cratehold.home.trash.KeptRun;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// For machines: one object on a line.
record UndoJson(PrintStream out) implements UndoView {
  @Override
  public void list(List<SizedRun> runs) {
    JsonLines.object(
        out,
        json -> {
          json.writeArrayPropertyStart("runs");
          for (SizedRun sized : runs) {
            json.writeStartObject();
            members(json, sized.run());
            json.writeNumberProperty("items", sized.run().items().size());
            json.writeNumberProperty("bytes", sized.usage().apparentBytes());
            json.writeNumberProperty("files", sized.usage().files());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void members(JsonGenerator json, KeptRun run) {
    json.writeStringProperty("run", run.name());
    json.writeStringProperty("begun", run.begun().toString());
    json.writeStringProperty("until", run.until().toString());
  }

  @Override
  public void plan(KeptRun run) {
    JsonLines.object(
        out,
        json -> {
          members(json, run);
          paths(json, "plan", run.items());
        });
  }

  @Override
  public void report(UndoReport.Restored report) {
    JsonLines.object(
        out,
        json -> {
          members(json, report.run());
          json.writeStringProperty("end", report.end().name().toLowerCase(Locale.ROOT));
          paths(json, "restored", report.restored());
          paths(json, "existing", report.existing());
          json.writeArrayPropertyStart("failed");
          report.failed().forEach(failure -> failure(json, failure));
          json.writeEndArray();
          json.writeNumberProperty("left", report.left());
          json.writeNumberProperty("longestHoldMillis", report.longestHold().toMillis());
          json.writeArrayPropertyStart("warnings");
          report.warnings().forEach(json::writeString);
          json.writeEndArray();
        });
  }

  private static void failure(JsonGenerator json, UndoReport.Failure failure) {
    json.writeStartObject();
    json.writeStringProperty("path", failure.id().path());
    json.writeStringProperty("cause", Causes.describe(failure.cause()));
    json.writeEndObject();
  }

  private static void paths(JsonGenerator json, String name, List<ItemId> ids) {
    json.writeArrayPropertyStart(name);
    ids.stream().map(ItemId::path).forEach(json::writeString);
    json.writeEndArray();
  }
}
