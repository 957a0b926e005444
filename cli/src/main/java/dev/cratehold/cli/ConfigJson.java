package dev.cratehold.cli;

import dev.cratehold.cli.config.Configuration;
import dev.cratehold.cli.config.Effective;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.cli.terminal.Problem;
import dev.cratehold.cli.terminal.Terminal;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// For machines: one object with `valid`, the `settings` with their `values` and their `origin`,
/// `warnings`, and `problems` with `message`, `causes` and perhaps `help`.
final class ConfigJson implements ConfigView {
  private final Terminal terminal;

  ConfigJson(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(Optional<Configuration> configuration, List<Finding> findings) {
    JsonLines.object(
        terminal.out(),
        json -> {
          boolean wrong = findings.stream().anyMatch(Finding.Wrong.class::isInstance);
          json.writeBooleanProperty("valid", !wrong);
          json.writeArrayPropertyStart("settings");
          configuration.ifPresent(found -> found.settings().forEach(e -> setting(json, e)));
          json.writeEndArray();
          json.writeArrayPropertyStart("warnings");
          findings.forEach(finding -> warning(json, finding));
          json.writeEndArray();
          json.writeArrayPropertyStart("problems");
          findings.forEach(finding -> problems(json, finding));
          json.writeEndArray();
        });
  }

  private static void setting(JsonGenerator json, Effective effective) {
    json.writeStartObject();
    json.writeStringProperty("name", effective.setting().name());
    texts(json, "values", effective.values());
    json.writeStringProperty("origin", effective.origin());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void warning(JsonGenerator json, Finding finding) {
    if (finding instanceof Finding.Doubtful(String text)) {
      json.writeString(text);
    }
  }

  private static void problems(JsonGenerator json, Finding finding) {
    if (finding instanceof Finding.Wrong(Failure failure)) {
      List<String> causes = failure.causes();
      for (Problem problem : failure.problems()) {
        json.writeStartObject();
        json.writeStringProperty("message", problem.message());
        texts(json, "causes", causes);
        problem.help().ifPresent(help -> json.writeStringProperty("help", help));
        json.writeEndObject();
        causes = List.of();
      }
    }
  }
}
