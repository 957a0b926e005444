package dev.cratehold.acceptance;

import dev.cratehold.testing.FakeRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A data directory and the real command `cratehold mirror` on it, each run a process of its own.
///
/// For use by one thread.
final class MirrorDirectory {
  private final Path scratch;
  private final String upstream;

  MirrorDirectory(Path scratch, FakeRegistry upstream) {
    this(scratch, "sparse+" + upstream.indexUrl());
  }

  /// @param upstream the URL of an index, with what says of which kind it is
  MirrorDirectory(Path scratch, String upstream) {
    this.scratch = scratch;
    this.upstream = upstream;
  }

  Path data() {
    return scratch.resolve("mirror");
  }

  /// A file that names crates, one a line.
  Path names(List<String> names) throws IOException {
    return Files.write(scratch.resolve("names.txt"), names);
  }

  /// Runs a sync without limits of speed to its end.
  Cratehold.Outcome sync(String... more) throws IOException, InterruptedException {
    return await(startSync(more));
  }

  /// Starts a sync without limits of speed.
  Process startSync(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("sync", "--upstream", upstream, "--rate", "none"));
    arguments.addAll(List.of(more));
    return start(arguments);
  }

  /// Runs another command below `mirror` to its end.
  Cratehold.Outcome run(String... arguments) throws IOException, InterruptedException {
    return await(start(List.of(arguments)));
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("cratehold.command", "../cratehold"), "mirror"));
    command.addAll(arguments);
    command.addAll(List.of("--data", data().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(MirrorDirectory::isSetting);
    builder.environment().put("XDG_CONFIG_HOME", scratch.resolve("config").toString());
    return builder.start();
  }

  private static boolean isSetting(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("cratehold_") || lower.endsWith("_proxy");
  }

  /// Waits for the end of a command.
  static Cratehold.Outcome await(Process process) throws IOException, InterruptedException {
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Cratehold.Outcome(process.waitFor(), printed);
  }

  /// Ends a command by SIGKILL, with all that it started.
  static void kill(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor();
  }
}
