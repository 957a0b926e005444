package dev.cratehold.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `cratehold serve` as a process of its own, on this test's class path.
final class ServeProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final BufferedReader err;
  private final List<String> lines = new ArrayList<>();

  private ServeProcess(Process process) {
    this.process = process;
    this.err = process.errorReader(UTF_8);
  }

  static ServeProcess start(Path home, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                productClassPath(),
                "dev.cratehold.cli.Main",
                "serve"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread.ofVirtual().start(() -> endAfterLimit(process));
    return new ServeProcess(process);
  }

  /// So that a test which waits in vain for a line ends all the same.
  private static void endAfterLimit(Process process) {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The class path without what only tests bring: an SLF4J would change what SQLite logs through.
  private static String productClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("slf4j"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// The first line on standard error that has not been given yet and is as wanted.
  String await(Predicate<String> wanted) throws IOException {
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      lines.add(line);
      if (wanted.test(line)) {
        return line;
      }
    }
    throw new IllegalStateException("it ended, having said " + lines);
  }

  /// Sends SIGTERM.
  void terminate() {
    process.toHandle().destroy();
  }

  /// Waits for the end and gives the exit code.
  int exitCode() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end, having said " + lines);
    }
    return process.exitValue();
  }

  /// What it wrote to standard output.
  String out() throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
