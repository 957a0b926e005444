package dev.cratehold.cli.home;

import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.cli.terminal.Nearest;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.CargoHome;
import dev.cratehold.home.layout.HomeLocation.Located;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// `cratehold home path`.
final class PathCommand {
  private final Terminal terminal;

  PathCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command, Located located) throws Failure {
    CargoHome home = located.home();
    Optional<String> word = Optional.ofNullable(command.matchedPositionalValue(0, (String) null));
    Path path = word.isPresent() ? part(word.get()).in(home) : home.root();
    if (command.hasMatchedOption(ModelParts.JSON_OPTION)) {
      json(located, path);
    } else {
      terminal.line(path.toString());
    }
    return ExitCode.DONE;
  }

  private static NamedPath part(String word) throws Failure {
    Optional<NamedPath> part = NamedPath.of(word);
    if (part.isEmpty()) {
      String help =
          Nearest.to(word, NamedPath.words())
              .map(nearest -> "did you mean " + nearest + "?")
              .orElse("the parts are " + String.join(", ", NamedPath.words()));
      throw Failure.usage("part " + word + " is unknown to cratehold home path", help);
    }
    return part.get();
  }

  private void json(Located located, Path path) {
    CargoHome home = located.home();
    JsonLines.object(
        terminal.out(),
        json -> {
          json.writeStringProperty("home", home.root().toString());
          json.writeStringProperty("origin", located.origin().sentence());
          json.writeStringProperty("path", path.toString());
          json.writeObjectPropertyStart("parts");
          for (NamedPath part : NamedPath.values()) {
            json.writeStringProperty(part.word(), part.in(home).toString());
          }
          json.writeEndObject();
        });
  }
}
