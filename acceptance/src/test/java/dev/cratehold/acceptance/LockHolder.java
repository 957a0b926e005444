package dev.cratehold.acceptance;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.posix.Posix;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process of its own that holds one of cargo's locks until it is killed.
final class LockHolder implements AutoCloseable {
  private final Process process;

  private LockHolder(Process process) {
    this.process = process;
  }

  /// Starts it, and returns when it holds the lock.
  static LockHolder start(Path home, LockMode mode) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                home.toString(),
                mode.name())
            .redirectErrorStream(true)
            .start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    if (!"held".equals(line)) {
      process.destroyForcibly();
      throw new AssertionError("the holder of the lock said " + line);
    }
    return new LockHolder(process);
  }

  /// What it does in its process.
  ///
  /// @param arguments the home and the mode
  public static void main(String[] arguments) throws Exception {
    CargoHome home = new CargoHome(Path.of(arguments[0]));
    LockMode mode = LockMode.valueOf(arguments[1]);
    CargoLocks locks = new CargoLocks(home, Posix.system(), _ -> {});
    LockAttempt attempt = locks.acquire(mode, new Patience.None());
    System.out.println(attempt instanceof LockAttempt.Held ? "held" : attempt);
    // Until it is killed.
    Thread.currentThread().join();
  }

  /// Kills it (SIGKILL).
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
