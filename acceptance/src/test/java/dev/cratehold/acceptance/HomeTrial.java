package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;

/// A Cargo home on copies of which commands are tried: cargo's own collection, ours in its place,
/// and ours by default. The home itself stays as it is.
///
/// For use by one thread.
final class HomeTrial {
  private final Path home;
  private final Path scratch;
  private final long now;
  private final Map<String, String> environment = new TreeMap<>();

  private HomeTrial(Path home, Path scratch, long now) {
    this.home = home;
    this.scratch = scratch;
    this.now = now;
  }

  /// @param now what all commands take for the time, in seconds since the epoch
  static HomeTrial of(Path home, Path scratch, long now) {
    return new HomeTrial(home, scratch, now);
  }

  /// Sets a variable of the environment of all commands.
  HomeTrial environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// What a command came to.
  ///
  /// @param home the copy that it worked on
  record Outcome(
      Path home, int exit, String stdout, String stderr, HomeState before, HomeState after) {
    /// The topmost of what it removed.
    NavigableSet<String> gone() {
      return before.goneUntil(after);
    }

    /// This, if it succeeded.
    Outcome done() {
      assertThat(exit).as("%s%n%s", stdout, stderr).isZero();
      return this;
    }
  }

  /// Runs `cargo clean gc` with these options.
  Outcome cargo(String... options) throws IOException, InterruptedException {
    return cargoIn(scratch, concat(List.of("clean", "gc", "-Zgc"), options));
  }

  /// Runs cargo in a project, so that it collects by itself if it thinks it is time.
  Outcome cargoIn(Path project, String... arguments) throws IOException, InterruptedException {
    Path copy = copy();
    Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch);
    environment.forEach(cargo::environment);
    cargo.environment("CARGO_HOME", copy.toString());
    cargo.environment("RUSTC_BOOTSTRAP", "1");
    cargo.environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(now));
    Cargo.Result result = cargo.run(project, arguments);
    return outcome(copy, result.exit(), result.stdout(), result.stderr());
  }

  /// Runs `cratehold home gc --cargo-compat` with these options.
  Outcome compat(String... options) throws IOException, InterruptedException {
    return ours(concat(List.of("gc", "--cargo-compat"), options));
  }

  /// Runs `cratehold home gc` with these options and without a grace.
  Outcome own(String... options) throws IOException, InterruptedException {
    return ours(concat(List.of("gc", "--grace", "0 seconds"), options));
  }

  /// Runs `cratehold home` with these arguments.
  Outcome ours(String... arguments) throws IOException, InterruptedException {
    Path copy = copy();
    HomeCommand command = HomeCommand.on(copy, scratch).now(now);
    environment.forEach(command::environment);
    HomeCommand.Result result = command.run(arguments);
    return outcome(copy, result.exit(), result.stdout(), result.stderr());
  }

  /// Runs cargo's collection and ours in its place, and checks that both say and do the same.
  ///
  /// @return what cargo's came to
  Outcome both(String... options) throws IOException, InterruptedException {
    Outcome cargo = cargo(options);
    Outcome compat = compat(options);
    String what = String.join(" ", options);
    assertThat(compat.gone()).as("%s removes", what).isEqualTo(cargo.gone());
    assertThat(compat.after).as("%s leaves", what).isEqualTo(cargo.after);
    assertThat(compat.stderr).as("%s says", what).isEqualTo(cargo.stderr);
    assertThat(compat.stdout).as("%s lists", what).isEqualTo(cargo.stdout);
    assertThat(compat.exit == 0).as("%s succeeds", what).isEqualTo(cargo.exit == 0);
    return cargo;
  }

  private static String[] concat(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /// A copy with times and hard links.
  private Path copy() throws IOException, InterruptedException {
    Path copy = Files.createTempDirectory(scratch, "copy-").resolve("home");
    Process cp = new ProcessBuilder("cp", "-a", home.toString(), copy.toString()).start();
    assertThat(cp.waitFor()).isZero();
    return copy;
  }

  private Outcome outcome(Path copy, int exit, String stdout, String stderr) throws IOException {
    return new Outcome(
        copy,
        exit,
        relative(stdout, copy),
        relative(stderr, copy),
        HomeState.of(home),
        HomeState.of(copy));
  }

  private static String relative(String text, Path copy) {
    return text.replace(copy.toString(), "HOME");
  }
}
