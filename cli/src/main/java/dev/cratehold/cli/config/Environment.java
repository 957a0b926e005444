package dev.cratehold.cli.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a process finds around it: its variables, the user's home directory, the directory that it
/// was started in, the operating system.
///
/// @param home absolute
/// @param workingDirectory absolute
/// @param operatingSystem as Java names it: `Linux`, `Mac OS X`
public record Environment(
    Map<String, String> variables, Path home, Path workingDirectory, String operatingSystem) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /// The environment of this process.
  public static Environment ofProcess() {
    Map<String, String> variables = System.getenv();
    String home = variables.getOrDefault("HOME", "");
    return new Environment(
        variables,
        Path.of(home.isEmpty() ? System.getProperty("user.home") : home).toAbsolutePath(),
        Path.of("").toAbsolutePath(),
        System.getProperty("os.name"));
  }

  /// A variable that is set to something.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /// Where the server keeps what it stores, unless told otherwise.
  public Path dataDirectory() {
    return directory("XDG_DATA_HOME", ".local/share");
  }

  /// Where `setup` remembers what it did.
  public Path stateDirectory() {
    return directory("XDG_STATE_HOME", ".local/state");
  }

  /// The configuration file that is read if it exists.
  public Path defaultConfigFile() {
    return directory("XDG_CONFIG_HOME", ".config").resolve("config.toml");
  }

  /// Where the user's own units of systemd are.
  public Path userUnits() {
    return variable("XDG_CONFIG_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> home.resolve(".config"))
        .resolve("systemd/user");
  }

  /// Cargo's home directory.
  public Path cargoHome() {
    return variable("CARGO_HOME").map(workingDirectory::resolve).orElse(home.resolve(".cargo"));
  }

  /// The XDG specification demands that a relative path is ignored.
  private Path directory(String variable, String fallback) {
    return variable(variable)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> home.resolve(isMac() ? "Library/Application Support" : fallback))
        .resolve("cratehold");
  }

  private boolean isMac() {
    return operatingSystem.toLowerCase(Locale.ROOT).startsWith("mac");
  }
}
