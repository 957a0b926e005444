package dev.cratehold.cli.packaging;

import dev.cratehold.cli.CommandLineTool;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.Color;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The home directory of a user who exists for training runs only.
///
/// @param directory where all of this user's files lie
record TrainingHome(Path directory) {
  private static final List<String> REGISTRIES =
      List.of("index.crates.io-1949cf8c6b5b557f", "example.com-0123456789abcdef");
  private static final int CRATES = 25;
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  /// The server's data directory.
  Path data() {
    return directory.resolve("data");
  }

  /// Puts a few crates into this user's Cargo home, all of them unused for years.
  void fillCargoHome() throws IOException {
    for (Path file : cargosFiles()) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "{\"v\":1}");
      Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }
  }

  private List<Path> cargosFiles() {
    Path registry = directory.resolve(".cargo/registry");
    List<Path> files = new ArrayList<>();
    for (String name : REGISTRIES) {
      files.add(registry.resolve("index/" + name + "/config.json"));
      for (int i = 0; i < CRATES; i++) {
        files.add(registry.resolve("index/%s/.cache/cr/at/crate%d".formatted(name, i)));
        files.add(registry.resolve("cache/%s/crate%d-1.0.0.crate".formatted(name, i)));
        files.add(registry.resolve("src/%s/crate%d-1.0.0/src/lib.rs".formatted(name, i)));
        files.add(registry.resolve("src/%s/crate%d-1.0.0/.cargo-ok".formatted(name, i)));
      }
    }
    return files;
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
