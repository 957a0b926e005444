package dev.cratehold.cli.config;

import dev.cratehold.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A user with a home directory, some variables and perhaps a configuration file.
final class ConfigFixture {
  final Path home;
  final Map<String, String> variables = new HashMap<>();
  final Map<String, List<String>> flags = new LinkedHashMap<>();

  ConfigFixture(Path home) {
    this.home = home;
  }

  Environment environment() {
    return new Environment(variables, home, home.resolve("work"), "Linux");
  }

  Path file() {
    return home.resolve(".config/cratehold/config.toml");
  }

  void file(String text) throws IOException {
    Files.createDirectories(file().resolveSibling(""));
    Files.writeString(file(), text);
  }

  ServeConfig read() throws Failure {
    return ConfigReader.read(flags, environment());
  }
}
