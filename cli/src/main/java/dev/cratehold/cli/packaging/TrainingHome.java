package dev.cratehold.cli.packaging;

import dev.cratehold.cli.CommandLineTool;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.Color;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Terminal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// The home directory of a user who exists for training runs only.
///
/// @param directory where all of this user's files lie
record TrainingHome(Path directory) {

  /// The server's data directory.
  Path data() {
    return directory.resolve("data");
  }

  /// Runs a command as this user would; what it prints goes to this process's streams.
  ExitCode run(String... command) {
    Path home = directory.toAbsolutePath();
    Map<String, String> variables =
        Map.of("HOME", home.toString(), "CRATEHOLD_DATA", data().toAbsolutePath().toString());
    Environment environment =
        new Environment(variables, home, home, System.getProperty("os.name", "Linux"));
    return new CommandLineTool(environment, terminal()).run(command);
  }

  private static Terminal terminal() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    return new Terminal(out, Color.OFF, err, Color.OFF);
  }
}
