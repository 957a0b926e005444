package dev.cratehold.home.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a `/proc` of its own.
final class RunningCargosTest {
  private static final String NEW = "...package-cache.package-cache-mutate...";
  private static final String OLD = "...package-cache...";

  @TempDir private Path directory;
  private CargoHome home;
  private Path proc;

  @BeforeEach
  void makeProc() throws IOException {
    home = new CargoHome(Files.createDirectories(directory.toRealPath().resolve("user/.cargo")));
    proc = Files.createDirectory(directory.resolve("proc"));
    Files.createDirectory(proc.resolve("sys"));
    Files.createDirectory(proc.resolve("99"));
  }

  private Path executable(String name, String content) throws IOException {
    Path parent = Files.createDirectories(directory.resolve("bin"));
    return Files.writeString(parent.resolve(name), content);
  }

  private void start(int pid, Path executable, String... environment) throws IOException {
    Path process = Files.createDirectory(proc.resolve(Integer.toString(pid)));
    Files.createSymbolicLink(process.resolve("exe"), executable);
    Files.createSymbolicLink(process.resolve("cwd"), directory.toRealPath());
    Files.writeString(process.resolve("environ"), String.join("\0", environment) + "\0");
  }

  private boolean any() throws IOException {
    return new RunningCargos(proc).anyOf(home);
  }

  private boolean anyOld() throws IOException {
    return new RunningCargos(proc).anyWithoutMutateLock(home);
  }

  @Test
  void anyOf_nobody_isFalse() throws IOException {
    assertThat(any()).isFalse();
  }

  @Test
  void anyOf_cargoOfThisHome_isTrue() throws IOException {
    start(7, executable("cargo", NEW), "CARGO_HOME=" + home.root());
    assertThat(any()).isTrue();
  }

  @Test
  void anyOf_cargoOfTheUsersHome_isTrue() throws IOException {
    start(7, executable("cargo", NEW), "A=b", "HOME=" + directory.resolve("user"));
    assertThat(any()).isTrue();
  }

  @Test
  void anyOf_relativeHome_isSeenFromItsDirectory() throws IOException {
    start(7, executable("cargo", NEW), "CARGO_HOME=user/.cargo");
    assertThat(any()).isTrue();
  }

  @Test
  void anyOf_linkToThisHome_isTrue() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), home.root());
    start(7, executable("cargo", NEW), "CARGO_HOME=" + link);
    assertThat(any()).isTrue();
  }

  @Test
  void anyOf_cargoOfAnotherHome_isFalse() throws IOException {
    start(7, executable("cargo", NEW), "CARGO_HOME=" + directory, "HOME=" + directory);
    assertThat(any()).isFalse();
  }

  @Test
  void anyOf_cargoOfAHomeThatIsGone_isFalse() throws IOException {
    start(7, executable("cargo", NEW), "CARGO_HOME=/nonexistent");
    assertThat(any()).isFalse();
  }

  @Test
  void anyOf_otherProgram_isFalse() throws IOException {
    start(7, executable("rustc", NEW), "CARGO_HOME=" + home.root());
    assertThat(any()).isFalse();
  }

  @Test
  void anyOf_withoutProc_isFalse() throws IOException {
    assertThat(new RunningCargos(directory.resolve("none")).anyOf(home)).isFalse();
  }

  @Test
  void anyWithoutMutateLock_cargoThatKnowsIt_isFalse() throws IOException {
    start(7, executable("cargo", NEW), "CARGO_HOME=" + home.root());
    assertThat(anyOld()).isFalse();
  }

  @Test
  void anyWithoutMutateLock_cargoThatDoesNot_isTrue() throws IOException {
    start(7, executable("cargo", NEW), "CARGO_HOME=" + home.root());
    start(8, executable("cargo-old", OLD), "CARGO_HOME=" + home.root());
    assertThat(anyOld()).isTrue();
  }

  @Test
  void anyWithoutMutateLock_nameAcrossTwoChunks_isFound() throws IOException {
    String large = "x".repeat((1 << 20) - 5) + NEW + "x".repeat(100);
    start(7, executable("cargo", large), "CARGO_HOME=" + home.root());
    assertThat(anyOld()).isFalse();
  }

  @Test
  void anyWithoutMutateLock_replacedExecutable_isReadAgain() throws IOException {
    RunningCargos cargos = new RunningCargos(proc);
    start(7, executable("cargo", NEW), "CARGO_HOME=" + home.root());
    assertThat(cargos.anyWithoutMutateLock(home)).isFalse();
    Path other = executable("other", OLD);
    Files.move(other, directory.resolve("bin/cargo"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(cargos.anyWithoutMutateLock(home)).isTrue();
  }
}
