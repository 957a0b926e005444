package dev.cratehold.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A real cargo that runs. For use by one thread.
public final class RunningCargo implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Process process;
  private final String command;
  private final Path out;
  private final Path err;
  private final long begun;

  private RunningCargo(Process process, String command, Path out, Path err, long begun) {
    this.process = process;
    this.command = command;
    this.out = out;
    this.err = err;
    this.begun = begun;
  }

  static RunningCargo start(ProcessBuilder builder, String command, Path out, Path err)
      throws IOException {
    long begun = System.nanoTime();
    return new RunningCargo(builder.start(), command, out, err, begun);
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /// What it has said so far on standard error.
  public String stderr() throws IOException {
    return Files.readString(err);
  }

  /// Waits for its end.
  ///
  /// @throws AssertionError if it takes longer than ten minutes
  public Cargo.Result awaitEnd() throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("%s did not end within %s: %s".formatted(command, LIMIT, stderr()));
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - begun);
    return new Cargo.Result(
        command, process.exitValue(), Files.readString(out), stderr(), duration);
  }

  /// Kills it if it still runs.
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
