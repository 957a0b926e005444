package dev.cratehold.cli.config;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Nearest;
import dev.cratehold.cli.terminal.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/// A configuration file as read: what it says about each setting, and what is wrong in it.
record ConfigFile(Map<String, Given> givens, List<Problem> problems) {

  static ConfigFile absent() {
    return new ConfigFile(Map.of(), List.of());
  }

  static ConfigFile read(Path file) throws Failure {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw Failure.failed("cannot read the configuration file " + file, e);
    }
  }

  static ConfigFile parse(Path file, String text) {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      return new ConfigFile(Map.of(), syntaxProblems(file, toml));
    }
    Path base = directoryOf(file);
    Map<String, Given> givens = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, Object> entry : toml.entrySet()) {
      String key = entry.getKey();
      String origin = origin(file, toml, key);
      Optional<List<String>> texts = texts(entry.getValue());
      if (Settings.IN_FILE.stream().noneMatch(setting -> setting.name().equals(key))) {
        problems.add(unknownKey(origin, key));
      } else if (texts.isEmpty()) {
        problems.add(Problem.of(origin + ": a value is expected, or an array of strings"));
      } else {
        givens.put(key, new Given(origin, texts.get(), base));
      }
    }
    return new ConfigFile(givens, problems);
  }

  private static Path directoryOf(Path file) {
    return file.toAbsolutePath().resolveSibling("");
  }

  private static List<Problem> syntaxProblems(Path file, TomlParseResult toml) {
    return toml.errors().stream()
        .map(e -> Problem.of(file + ":" + e.position().line() + ": " + e.getMessage()))
        .toList();
  }

  private static String origin(Path file, TomlParseResult toml, String key) {
    String line =
        Optional.ofNullable(toml.inputPositionOf(List.of(key)))
            .map(position -> ":" + position.line())
            .orElse("");
    return file + line + ": " + key;
  }

  private static Problem unknownKey(String origin, String key) {
    List<String> names = Settings.IN_FILE.stream().map(Setting::name).toList();
    String help =
        Nearest.to(key, names)
            .map(name -> "did you mean " + name + "?")
            .orElse("the keys are " + String.join(", ", names));
    return Problem.of(origin + " is not a setting", help);
  }

  private static Optional<List<String>> texts(Object value) {
    return switch (value) {
      case String text -> Optional.of(List.of(text));
      case Long number -> Optional.of(List.of(number.toString()));
      case Boolean bool -> Optional.of(List.of(bool.toString()));
      case TomlArray array when array.toList().stream().allMatch(String.class::isInstance) ->
          Optional.of(array.toList().stream().map(String.class::cast).collect(Collectors.toList()));
      default -> Optional.empty();
    };
  }
}
