package dev.cratehold.acceptance;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.RunningCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A real cargo in the middle of a build, which goes on when it is told to: its build script waits
/// for a file. It holds its home as every build does.
///
/// For use by one thread.
final class WaitingBuild implements AutoCloseable {
  private static final String BUILD_SCRIPT =
      """
      use std::{fs, path::Path, thread, time::Duration};

      fn main() {
          fs::write(r"PROJECT/begun", "").unwrap();
          for _ in 0..6000 {
              if Path::new(r"PROJECT/go").exists() {
                  return;
              }
              thread::sleep(Duration::from_millis(20));
          }
          panic!("nobody said go");
      }
      """;

  private final Path project;
  private final RunningCargo cargo;

  private WaitingBuild(Path project, RunningCargo cargo) {
    this.project = project;
    this.cargo = cargo;
  }

  /// Starts a build, and returns when its script waits.
  ///
  /// @param tables what its `Cargo.toml` says after `[package]`, such as `[dependencies]`
  static WaitingBuild start(Cargo cargo, Path scratch, String tables) throws Exception {
    Path project = CargoProject.create(scratch, tables);
    Files.writeString(
        project.resolve("build.rs"), BUILD_SCRIPT.replace("PROJECT", project.toString()));
    WaitingBuild build = new WaitingBuild(project, cargo.start(project, "build"));
    Eventually.until(
        "the build script runs",
        () -> {
          if (!build.cargo.isRunning()) {
            build.cargo.awaitEnd().expectSuccess();
          }
          return Files.exists(project.resolve("begun"));
        });
    return build;
  }

  boolean isRunning() {
    return cargo.isRunning();
  }

  /// Lets it go on.
  ///
  /// @return what it came to
  Cargo.Result finish() throws IOException, InterruptedException {
    Files.writeString(project.resolve("go"), "");
    return cargo.awaitEnd();
  }

  @Override
  public void close() throws IOException {
    Files.writeString(project.resolve("go"), "");
    cargo.close();
  }
}
