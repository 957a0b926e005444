package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.RealCargo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Collecting beside cargos of several ages, and where nothing would keep a cargo out. The numbers
/// are those of the table of behaviours in `docs/home.md`.
class HomeBesideCargoTest {
  private static final String REFUSED = "(flock) do not work here";

  @TempDir private Path scratch;
  private FilledHome home;

  @BeforeEach
  void fill() throws Exception {
    home = FilledHome.create(scratch);
    home.command().now(Collecting.afterGrace());
  }

  @AfterEach
  void stop() {
    home.close();
  }

  /// Another cargo in the same home.
  private Cargo cargo(RealCargo client) throws Exception {
    return Cargo.fresh(client, scratch).environment("CARGO_HOME", home.cargo().home().toString());
  }

  private HomeCommand.Result collect() throws Exception {
    return home.command().run(Collecting.everything());
  }

  @Test
  void behaviour49_gcThatWaitsBesideABuild_saysForWhatAndEndsAfterIt() throws Exception {
    String blocking = "    Blocking waiting for file lock on package cache mutation\n";
    Path said = Files.createTempFile(scratch, "said-", ".txt");
    try (WaitingBuild build = WaitingBuild.start(home.cargo(), scratch, FilledHome.DEPENDENCY)) {
      Process waiting = home.command().start(said, Collecting.everything("--wait"));
      Eventually.until("gc waits", () -> Files.readString(said).contains(blocking));
      Cargo.Result other = home.cargo().run(home.project(), "check").expectSuccess();
      assertThat(other.stderr()).doesNotContain("Blocking");
      assertThat(waiting.isAlive()).isTrue();

      build.finish().expectSuccess();
      assertThat(waiting.waitFor()).isZero();
    }
  }

  @Test
  void behaviour50_autoGcBesideABuild_isSilentAndDone() throws Exception {
    home.cargo().config("[cache]\nauto-clean-frequency = \"always\"\n");
    try (WaitingBuild build = WaitingBuild.start(home.cargo(), scratch, "")) {
      HomeCommand.Result auto = home.command().run("gc", "--auto").expect(0);
      assertThat(auto.stdout() + auto.stderr()).isEmpty();
      build.finish().expectSuccess();
    }
  }

  @Test
  void behaviour51_readOnlyHome_isShownAndNotCollected() throws Exception {
    try (ReadOnlyView view = ReadOnlyView.of(home.cargo().home(), scratch)) {
      HomeCommand command = HomeCommand.on(view.path(), scratch).now(Collecting.afterGrace());
      assertThat(command.run("show").expect(0).stderr()).doesNotContain("warning", "error");
      assertThat(command.run(Collecting.everything()).expect(1).stderr()).contains("read-only");
      cargo(RealCargo.stable())
          .environment("CARGO_HOME", view.path().toString())
          .run(home.project(), "build", "--offline")
          .expectSuccess();
    }
  }

  @Test
  void gc_besideABuildOfTheNightly_isBusy() throws Exception {
    try (WaitingBuild build = WaitingBuild.start(cargo(RealCargo.nightly()), scratch, "")) {
      collect().expect(4);
      build.finish().expectSuccess();
    }
    collect().expect(0);
  }

  @Test
  void gc_besideABuildWithoutLocks_isBusy() throws Exception {
    try (WaitingBuild build = WaitingBuild.start(cargo(RealCargo.old()), scratch, "")) {
      collect().expect(4);
      build.finish().expectSuccess();
    }
    collect().expect(0);
  }

  @Test
  void gc_flockRefusedByTheSystem_isRefused() throws Exception {
    home.command()
        .through("strace", "-f", "-o", "/dev/null", "-e", "inject=flock:error=EOPNOTSUPP");
    assertThat(collect().expect(1).stderr()).contains(REFUSED);
    assertThat(home.hasSource()).isTrue();
  }

  @Test
  void gc_flockSwitchedOff_isRefused() throws Exception {
    home.command().environment("CRATEHOLD_JAVA_OPTIONS", "-Dcratehold.posix.without=flock");
    assertThat(collect().expect(1).stderr()).contains(REFUSED);
  }

  @Test
  void show_flockSwitchedOff_goesOn() throws Exception {
    home.command().environment("CRATEHOLD_JAVA_OPTIONS", "-Dcratehold.posix.without=flock");
    home.command().run("show").expect(0);
  }

  @Test
  void gc_partOfTheHomeMounted_isRefused() throws Exception {
    Path registry = home.cargo().home().resolve("registry");
    try (ReadOnlyView _ = ReadOnlyView.at(registry, registry)) {
      assertThat(collect().expect(1).stderr()).contains("holds a mount");
    }
  }
}
