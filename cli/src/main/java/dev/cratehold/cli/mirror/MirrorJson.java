package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.mirror.sync.MirrorCheck;
import dev.cratehold.mirror.sync.MirrorPruning;
import dev.cratehold.mirror.sync.MirrorPruning.Mode;
import dev.cratehold.mirror.sync.SyncReport;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.FailedItem;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.WorkItem;
import dev.cratehold.store.WorkState;
import dev.cratehold.store.WorkTotals;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The same for machines: one JSON object on a line. Sizes are in bytes, times in UTC as ISO 8601
/// writes them; what is not known is null.
final class MirrorJson {
  private MirrorJson() {}

  static void report(PrintStream out, SyncReport report) {
    JsonLines.object(
        out,
        json -> {
          SyncReport.Done done = report.done();
          json.writeBooleanProperty("complete", report.isComplete());
          json.writeNumberProperty("looked", done.looked());
          json.writeNumberProperty("missing", done.missing());
          json.writeArrayPropertyStart("missing_names");
          done.missingNames().forEach(name -> json.writeString(name.value()));
          json.writeEndArray();
          json.writeNumberProperty("fetched", done.fetched());
          json.writeNumberProperty("fetched_bytes", done.bytes());
          json.writeNumberProperty("held", done.held());
          json.writeNumberProperty("dropped", done.dropped());
          left(json, report.left());
          text(json, "stopped", report.stopped());
        });
  }

  static void overview(PrintStream out, MirrorOverview overview) {
    JsonLines.object(
        out,
        json -> {
          json.writeStringProperty("directory", overview.data().toString());
          json.writeStringProperty("upstream", overview.state().upstream());
          json.writeStringProperty("settings", overview.settings().text());
          text(json, "synced_at", overview.state().syncedAt().map(Object::toString));
          text(json, "marker", overview.state().marker());
          json.writeNumberProperty("names", overview.names());
          json.writeNumberProperty("index_files", overview.held().indexFiles());
          json.writeNumberProperty("wanted", overview.wanted());
          json.writeNumberProperty("held", overview.held().crates());
          json.writeNumberProperty("held_bytes", overview.held().crateBytes());
          left(json, overview.left());
          json.writeArrayPropertyStart("failures");
          overview.failures().forEach(failure -> failure(json, failure));
          json.writeEndArray();
        });
  }

  private static void left(JsonGenerator json, WorkTotals left) {
    json.writeNumberProperty("waiting", left.in(WorkState.WAITING));
    json.writeNumberProperty("failed", left.in(WorkState.FAILED));
    json.writeNumberProperty("refused", left.in(WorkState.REFUSED));
  }

  private static void failure(JsonGenerator json, FailedItem failure) {
    json.writeStartObject();
    json.writeStringProperty("name", failure.item().name().value());
    text(json, "version", version(failure.item()));
    json.writeStringProperty("state", failure.state().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("attempts", failure.attempts());
    json.writeStringProperty("due", failure.due().toString());
    json.writeStringProperty("reason", failure.reason());
    json.writeEndObject();
  }

  private static Optional<String> version(WorkItem item) {
    return switch (item) {
      case WorkItem.IndexFile _ -> Optional.empty();
      case WorkItem.Crate(CrateId id) -> Optional.of(id.version().value());
    };
  }

  static void missing(PrintStream out, CrateId crate, String reason) {
    JsonLines.object(
        out,
        json -> {
          crate(json, crate);
          json.writeStringProperty("reason", reason);
        });
  }

  static void verified(PrintStream out, MirrorCheck.Result result) {
    JsonLines.object(
        out,
        json -> {
          json.writeBooleanProperty("complete", result.missing() == 0);
          json.writeNumberProperty("names", result.names());
          json.writeNumberProperty("index_files", result.indexFiles());
          json.writeNumberProperty("wanted", result.wanted());
          json.writeNumberProperty("held", result.held());
          json.writeNumberProperty("held_bytes", result.bytes());
          json.writeNumberProperty("missing", result.missing());
        });
  }

  static void removed(PrintStream out, HeldCrate held, String reason) {
    JsonLines.object(
        out,
        json -> {
          crate(json, held.crate());
          json.writeNumberProperty("size", held.size());
          json.writeStringProperty("reason", reason);
        });
  }

  static void pruned(PrintStream out, MirrorPruning.Result result, Mode mode) {
    JsonLines.object(
        out,
        json -> {
          json.writeBooleanProperty("dry_run", mode == Mode.DRY_RUN);
          json.writeNumberProperty("removed", result.removed());
          json.writeNumberProperty("removed_bytes", result.bytes());
          json.writeNumberProperty("kept", result.kept());
        });
  }

  private static void crate(JsonGenerator json, CrateId crate) {
    json.writeStringProperty("name", crate.name().value());
    json.writeStringProperty("version", crate.version().value());
    json.writeStringProperty("checksum", crate.checksum().hex());
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // null stands for absence in JSON alone
  private static void text(JsonGenerator json, String name, Optional<String> value) {
    if (value.isPresent()) {
      json.writeStringProperty(name, value.get());
    } else {
      json.writeNullProperty(name);
    }
  }
}
