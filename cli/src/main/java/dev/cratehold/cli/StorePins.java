package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.store.Pin;
import dev.cratehold.store.PlacedPin;
import dev.cratehold.store.Store;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ParseResult;

/// `cratehold store pin`, `unpin` and `pins`.
final class StorePins {
  private final Terminal terminal;
  private final boolean json;

  private StorePins(Terminal terminal, ParseResult command) {
    this.terminal = terminal;
    json = command.hasMatchedOption(ModelParts.JSON_OPTION);
  }

  static StoreChange of(
      ParseResult command, ServeConfig config, Environment environment, Terminal terminal)
      throws Failure {
    StorePins pins = new StorePins(terminal, command);
    if (command.commandSpec().name().equals(StoreModel.PINS)) {
      return StoreChange.looking(pins::list, "");
    }
    PinRequest request = PinRequest.of(command, config, environment);
    return command.commandSpec().name().equals(StoreModel.PIN)
        ? pins.adding(request)
        : pins.removing(request, command);
  }

  private StoreChange adding(PinRequest request) throws Failure {
    if (request.pins().isEmpty()) {
      throw Failure.usage(
          "nothing to pin is named",
          "write `cratehold store pin serde`, or --lock with a Cargo.lock that takes packages from"
              + " this registry");
    }
    return StoreChange.writing(store -> {
      int added = store.pins().add(request.pins());
      say("Pinned", added, request.pins().size() - added, "were pinned before");
      return ExitCode.DONE;
    });
  }

  private StoreChange removing(PinRequest request, ParseResult command) throws Failure {
    boolean isNamed = !request.pins().isEmpty() || command.hasMatchedOption(StoreModel.LOCK_OPTION);
    if (!isNamed && request.label().isEmpty()) {
      throw Failure.usage(
          "nothing to unpin is named",
          "write `cratehold store unpin serde`, or --as LABEL for all pins of a label");
    }
    return StoreChange.writing(store -> {
      int removed =
          isNamed
              ? store.pins().remove(request.pins())
              : store.pins().removeAll(request.label().orElseThrow());
      String as = request.label().map(label -> " as " + label).orElse("");
      say(
          "Unpinned",
          removed,
          Math.max(0, request.pins().size() - removed),
          "were not pinned" + as + "; `cratehold store pins` lists what is");
      return removed == 0 ? ExitCode.FAILED : ExitCode.DONE;
    });
  }

  private void say(String verb, int changed, int unchanged, String others) {
    if (json) {
      JsonLines.object(
          terminal.out(),
          object -> {
            object.writeNumberProperty(verb.toLowerCase(Locale.ROOT), changed);
            object.writeNumberProperty("unchanged", unchanged);
          });
      return;
    }
    String rest = unchanged == 0 ? "" : "; " + unchanged + " " + others;
    terminal.status(verb, changed + (changed == 1 ? " crate" : " crates") + rest);
  }

  private ExitCode list(Store store) throws IOException {
    List<PlacedPin> pins = store.pins().all();
    pins.forEach(json ? this::object : this::line);
    terminal.flush();
    if (!json) {
      terminal.status("Listed", pins.size() + (pins.size() == 1 ? " pin" : " pins"));
    }
    return ExitCode.DONE;
  }

  private void line(PlacedPin placed) {
    terminal.line(
        String.format(
            Locale.ROOT,
            "%-40s  %s  %s",
            placed.pin(),
            placed.at().truncatedTo(ChronoUnit.SECONDS),
            placed.pin().owner()));
  }

  private void object(PlacedPin placed) {
    Pin pin = placed.pin();
    JsonLines.object(
        terminal.out(),
        object -> {
          object.writeStringProperty("registry", pin.registry());
          object.writeStringProperty("name", pin.name().value());
          pin.version().ifPresent(v -> object.writeStringProperty("version", v.value()));
          object.writeStringProperty("owner", pin.owner());
          object.writeStringProperty("pinned_at", placed.at().toString());
        });
  }
}
