package dev.cratehold.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.Color;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A user with a home directory of their own who types commands.
public final class CommandLineUser {
  private final Path home;
  private final Map<String, String> variables = new HashMap<>();
  private Path workingDirectory;
  private UnaryOperator<Terminal> terminal = UnaryOperator.identity();

  /// What a command left behind.
  ///
  /// @param code the exit code
  public record Outcome(int code, String out, String err) {}

  /// A user whose home directory is `home`, where they also work.
  public CommandLineUser(Path home) {
    this.home = home;
    this.workingDirectory = home;
  }

  /// Sets an environment variable.
  public CommandLineUser with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /// Changes to another directory.
  public CommandLineUser in(Path directory) {
    workingDirectory = directory;
    return this;
  }

  /// Sits at a terminal of so many columns.
  public CommandLineUser at(int columns) {
    terminal = streams -> streams.withColumns(columns);
    return this;
  }

  /// Has this in standard input.
  public CommandLineUser typing(byte[] bytes) {
    terminal = streams -> streams.withInput(new ByteArrayInputStream(bytes));
    return this;
  }

  /// The environment that commands find.
  public Environment environment() {
    return new Environment(variables, home, workingDirectory, "Linux");
  }

  /// Types `cratehold` and these arguments.
  public Outcome run(String... args) {
    return speak(terminal -> new CommandLineTool(environment(), terminal).run(args));
  }

  /// Sees what something says on this user's terminal.
  public Outcome speak(Function<Terminal, ExitCode> command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal streams =
        new Terminal(
            new PrintStream(out, false, UTF_8),
            Color.OFF,
            new PrintStream(err, false, UTF_8),
            Color.OFF);
    Terminal here = terminal.apply(streams);
    int code = command.apply(here).number();
    here.flush();
    return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /// Cargo's configuration in the user's home.
  public Path cargoConfig() {
    return home.resolve(".cargo/config.toml");
  }

  /// Writes cargo's configuration.
  public void writeCargoConfig(String text) throws IOException {
    Files.createDirectories(cargoConfig().resolveSibling(""));
    Files.writeString(cargoConfig(), text);
  }

  /// Reads cargo's configuration.
  public String readCargoConfig() throws IOException {
    return Files.readString(cargoConfig());
  }
}
