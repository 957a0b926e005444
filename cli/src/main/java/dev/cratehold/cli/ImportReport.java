package dev.cratehold.cli;

import dev.cratehold.cli.imports.CrateImport.Mode;
import dev.cratehold.cli.imports.FoundCrate;
import dev.cratehold.cli.imports.ImportOutcome;
import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// Says what became of each file of an import, and counts. For one thread.
final class ImportReport {
  private final Terminal terminal;
  private final Form form;
  private long imported;
  private long bytes;
  private long held;
  private long refused;

  /// For whom it is said.
  enum Form {
    TEXT,
    JSON
  }

  ImportReport(Terminal terminal, Form form) {
    this.terminal = terminal;
    this.form = form;
  }

  /// How many files were left out.
  long refusals() {
    return refused;
  }

  void taken(FoundCrate crate, ImportOutcome outcome) {
    switch (outcome) {
      case ImportOutcome.Imported(long size) -> {
        imported++;
        bytes += size;
        object(crate, "imported", json -> json.writeNumberProperty("size", size));
      }
      case ImportOutcome.Held() -> {
        held++;
        object(crate, "held", _ -> {});
      }
      case ImportOutcome.Refused(String reason) -> refused(crate.file(), reason);
    }
  }

  private void object(FoundCrate crate, String outcome, Consumer<JsonGenerator> more) {
    if (form == Form.JSON) {
      JsonLines.object(
          terminal.out(),
          json -> {
            json.writeStringProperty("file", crate.file().toString());
            json.writeStringProperty("name", crate.name().value());
            json.writeStringProperty("version", crate.version().value());
            json.writeStringProperty("outcome", outcome);
            more.accept(json);
          });
    }
  }

  /// Says why a file, or what is in a directory, is left out.
  void refused(Path file, String reason) {
    refused++;
    switch (form) {
      case TEXT ->
          terminal.warning("not imported: " + Fit.printable(file.toString()) + ": " + reason);
      case JSON ->
          JsonLines.object(
              terminal.out(),
              json -> {
                json.writeStringProperty("file", file.toString());
                json.writeStringProperty("outcome", "refused");
                json.writeStringProperty("reason", reason);
              });
    }
  }

  void end(Mode mode) {
    switch (form) {
      case TEXT -> sentence(mode);
      case JSON ->
          JsonLines.object(
              terminal.out(),
              json -> {
                json.writeBooleanProperty("dry_run", mode == Mode.LOOK);
                json.writeNumberProperty("imported", imported);
                json.writeNumberProperty("bytes", bytes);
                json.writeNumberProperty("held", held);
                json.writeNumberProperty("refused", refused);
              });
    }
  }

  private void sentence(Mode mode) {
    terminal.status(
        mode == Mode.STORE ? "Imported" : "Summary",
        "%d %s, %s total; %d were here already, %d left out"
            .formatted(
                imported, imported == 1 ? "crate" : "crates", Bytes.text(bytes), held, refused));
    if (mode == Mode.LOOK) {
      terminal.warning("nothing was stored: --dry-run");
    }
  }
}
