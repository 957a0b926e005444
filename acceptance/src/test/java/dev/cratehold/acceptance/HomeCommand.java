package dev.cratehold.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The real command `cratehold home …` on one Cargo home, each run a process of its own. The
/// command is the one that the system property `cratehold.command` names.
///
/// ```java
/// HomeCommand home = HomeCommand.on(cargo.home(), scratch);
/// HomeCommand.Result result = home.run("gc", "--dry-run").expect(0);
/// ```
///
/// Configured by one thread; [#run] and [#start] may then be called by several.
public final class HomeCommand {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Path home;
  private final Path scratch;
  private final Map<String, String> environment = new HashMap<>();
  private List<String> prefix = List.of();

  private HomeCommand(Path home, Path scratch) {
    this.home = home;
    this.scratch = scratch;
  }

  /// What a run came to.
  ///
  /// @param command what was run, for messages
  public record Result(String command, int exit, String stdout, String stderr, Duration duration) {
    /// This, if the command ended with this exit code.
    ///
    /// @throws AssertionError with all that it said, otherwise
    public Result expect(int code) {
      if (exit != code) {
        throw new AssertionError(
            "%s exited with %d, not %d:%n%s%n%s".formatted(command, exit, code, stdout, stderr));
      }
      return this;
    }
  }

  /// Commands on this Cargo home.
  ///
  /// @param scratch an existing directory for what the runs print
  public static HomeCommand on(Path home, Path scratch) {
    return new HomeCommand(home, scratch);
  }

  /// Sets a variable of the environment, for instance `__CARGO_TEST_LAST_USE_NOW`.
  public HomeCommand environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// Sets the time that the command takes for now, as cargo's own tests do.
  public HomeCommand now(long secondsSinceEpoch) {
    return environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(secondsSinceEpoch));
  }

  /// Runs the command by another one, such as `strace`.
  public HomeCommand through(String... command) {
    prefix = List.of(command);
    return this;
  }

  /// Runs `cratehold home` with these arguments to its end.
  ///
  /// @throws AssertionError if it takes longer than ten minutes
  public Result run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "out-", ".txt");
    Path err = Files.createTempFile(scratch, "err-", ".txt");
    long begun = System.nanoTime();
    Process process =
        builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    String command = "cratehold home " + String.join(" ", arguments);
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(command + " did not end: " + Files.readString(err));
      }
    } finally {
      process.destroyForcibly();
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - begun);
    return new Result(
        command, process.exitValue(), Files.readString(out), Files.readString(err), duration);
  }

  /// Starts `cratehold home` with these arguments; what it prints goes nowhere. The launcher
  /// becomes the command itself, so that the process is the one to kill.
  public Process start(String... arguments) throws IOException {
    return builder(arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// The same; what it prints goes to this file.
  public Process start(Path printed, String... arguments) throws IOException {
    return builder(arguments).redirectErrorStream(true).redirectOutput(printed.toFile()).start();
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(System.getProperty("cratehold.command", "../cratehold"));
    command.add("home");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    Map<String, String> inherited = builder.environment();
    inherited.keySet().removeIf(HomeCommand::isSetting);
    inherited.put("CARGO_HOME", home.toString());
    inherited.put("XDG_CONFIG_HOME", scratch.resolve("config").toString());
    inherited.putAll(environment);
    return builder;
  }

  private static boolean isSetting(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("CRATEHOLD_") || upper.startsWith("CARGO_");
  }
}
