package dev.cratehold.home.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A process, as its directory below `/proc` shows it.
///
/// @param directory `/proc/<pid>`
record CargoProcess(Path directory) {
  /// Whether it is a cargo, by the name of its executable. Cargo's subcommands count, as many of
  /// them have cargo built in.
  boolean isCargo() throws IOException {
    Path executable = Files.readSymbolicLink(directory.resolve("exe")).getFileName();
    return executable != null && executable.toString().startsWith("cargo");
  }

  /// What it runs, even where the file has been deleted meanwhile.
  Path executable() {
    return directory.resolve("exe");
  }

  /// The real path of the Cargo home that its environment names; empty if that is none that is
  /// there.
  Optional<Path> home() throws IOException {
    Map<String, String> environment = environment();
    String named = environment.getOrDefault("CARGO_HOME", "");
    String user = environment.getOrDefault("HOME", "");
    if (!named.isEmpty()) {
      return existing(Files.readSymbolicLink(directory.resolve("cwd")).resolve(named));
    }
    return user.isEmpty() ? Optional.empty() : existing(Path.of(user, ".cargo"));
  }

  private static Optional<Path> existing(Path home) throws IOException {
    return Files.isDirectory(home) ? Optional.of(home.toRealPath()) : Optional.empty();
  }

  private Map<String, String> environment() throws IOException {
    String all =
        new String(Files.readAllBytes(directory.resolve("environ")), StandardCharsets.UTF_8);
    Map<String, String> variables = new HashMap<>();
    for (String variable : all.split("\0", -1)) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        variables.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return variables;
  }
}
