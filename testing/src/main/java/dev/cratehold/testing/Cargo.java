package dev.cratehold.testing;

import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A real cargo with a fresh `CARGO_HOME` of its own and an environment that holds nothing of the
/// machine's: no `CARGO_*`, no proxies, another `HOME`.
///
/// ```java
/// Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(url);
/// Cargo.Result result = cargo.run(project, "fetch", "--locked").expectSuccess();
/// ```
///
/// Configured by one thread; [#run(Path, String...)] may then be called by several.
public final class Cargo {
  private static final Set<String> KEPT =
      Set.of("PATH", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR");

  private final RealCargo client;
  private final Path scratch;
  private final Map<String, String> environment = new HashMap<>();

  private Cargo(RealCargo client, Path scratch) {
    this.client = client;
    this.scratch = scratch;
    System.getenv().forEach(this::keep);
    environment.put("HOME", scratch.toString());
    environment.put("CARGO_HOME", home().toString());
    environment.put("RUSTC", client.rustc().toString());
  }

  private void keep(String name, String value) {
    if (KEPT.contains(name)) {
      environment.put(name, value);
    }
  }

  /// What a run of cargo came to.
  ///
  /// @param command what was run, for messages
  /// @param duration from start to exit
  public record Result(String command, int exit, String stdout, String stderr, Duration duration) {
    /// This, if cargo exited with 0.
    ///
    /// @throws AssertionError with all that cargo said, otherwise
    public Result expectSuccess() {
      if (exit != 0) {
        throw new AssertionError(
            "%s exited with %d:%n%s%n%s".formatted(command, exit, stdout, stderr));
      }
      return this;
    }

    /// This, if cargo failed.
    public Result expectFailure() {
      if (exit == 0) {
        throw new AssertionError("%s did not fail:%n%s%n%s".formatted(command, stdout, stderr));
      }
      return this;
    }

    public double seconds() {
      return duration.toMillis() / 1000.0;
    }
  }

  /// A cargo whose home and files lie in a new directory below `parent`.
  public static Cargo fresh(RealCargo client, Path parent) throws IOException {
    Path scratch = Files.createTempDirectory(parent, "cargo-" + client.label() + "-");
    Files.createDirectories(scratch.resolve("home"));
    return new Cargo(client, scratch);
  }

  /// Replaces crates.io by the sparse index at `index`, in this cargo's `config.toml`.
  public Cargo mirror(URI index) throws IOException {
    return config(
        """
        [registries.mirror]
        index = "sparse+%s"

        [source.crates-io]
        replace-with = "mirror"
        """
            .formatted(index));
  }

  /// Adds to this cargo's `config.toml`.
  public Cargo config(String toml) throws IOException {
    Path file = home().resolve("config.toml");
    String before = Files.exists(file) ? Files.readString(file) + "\n" : "";
    Files.writeString(file, before + toml);
    return this;
  }

  /// Sets a variable of this cargo's environment.
  public Cargo environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// The `CARGO_HOME`.
  public Path home() {
    return scratch.resolve("home");
  }

  /// Runs cargo to its end.
  ///
  /// @param directory where it runs
  /// @throws AssertionError if it takes longer than ten minutes
  public Result run(Path directory, String... arguments) throws IOException, InterruptedException {
    try (RunningCargo running = start(directory, arguments)) {
      return running.awaitEnd();
    }
  }

  /// Starts cargo and lets it run.
  ///
  /// @param directory where it runs
  public RunningCargo start(Path directory, String... arguments) throws IOException {
    Path out = Files.createTempFile(scratch, "out-", ".txt");
    Path err = Files.createTempFile(scratch, "err-", ".txt");
    ProcessBuilder builder =
        builder(directory, arguments).redirectOutput(out.toFile()).redirectError(err.toFile());
    String command = "cargo (" + client + ") " + String.join(" ", arguments);
    return RunningCargo.start(builder, command, out, err);
  }

  private ProcessBuilder builder(Path directory, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(client.executable().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /// The files that cargo downloaded (`registry/cache`), by name, with their SHA-256.
  public SortedMap<String, Checksum> downloads() throws IOException {
    SortedMap<String, Checksum> checksums = new TreeMap<>();
    Path cache = home().resolve("registry/cache");
    if (!Files.exists(cache)) {
      return checksums;
    }
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".crate")).toList()) {
        checksums.put(file.getFileName().toString(), Hashes.sha256(Files.readAllBytes(file)));
      }
    }
    return checksums;
  }

  /// Which client it is.
  public RealCargo client() {
    return client;
  }
}
