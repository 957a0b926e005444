package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 12 of the Cargo home: sources of a local registry, which has no index in the home, are no
/// orphans. Cargo's own collection takes them from the very build that it runs in.
class HomeAcceptance12LocalRegistryTest {
  private static final long NOW = 1_790_000_000L;
  private static final long DAY = 86_400;

  @TempDir private Path scratch;
  private Cargo cargo;
  private Path project;

  @BeforeEach
  void useTwoDaysAgo() throws Exception {
    Path registry = LocalRegistry.create(scratch.resolve("registry"), "dep", "1.0.0");
    cargo = Cargo.fresh(RealCargo.stable(), scratch).config(LocalRegistry.replacing(registry));
    project = CargoProject.create(scratch, "[dependencies]\ndep = \"1\"");
    at(NOW - 2 * DAY).run(project, "check").expectSuccess();
    delete(project.resolve("target"));
  }

  @Test
  void check_afterTwoDaysWithCargosOwnCollection_fails() throws Exception {
    Cargo.Result result = at(NOW).run(project, "check").expectFailure();

    assertThat(result.stderr()).contains("could not compile");
    assertThat(sources()).isEmpty();
  }

  @Test
  void check_afterOurCollection_succeeds() throws Exception {
    HomeTrial trial = HomeTrial.of(cargo.home(), scratch, NOW);
    assertThat(trial.ours("gc").done().gone()).isEmpty();
    assertThat(trial.own("--max-src-age", "3 days").done().gone()).isEmpty();

    HomeCommand.on(cargo.home(), scratch).now(NOW).run("gc", "--auto").expect(0);

    // Ours was the collection of this day: cargo has none to do.
    at(NOW).run(project, "check").expectSuccess();
    assertThat(sources()).hasSize(1);
  }

  @Test
  void gc_sourcesOfThatAge_takesThemAsOthers() throws Exception {
    HomeTrial.Outcome outcome =
        HomeTrial.of(cargo.home(), scratch, NOW).own("--max-src-age", "1 day").done();

    assertThat(outcome.gone()).singleElement().asString().endsWith("/dep-1.0.0");
    Cargo later = at(NOW).environment("CARGO_HOME", outcome.home().toString());
    later.environment("CARGO_CACHE_AUTO_CLEAN_FREQUENCY", "never");
    later.run(project, "check").expectSuccess();
  }

  private Cargo at(long seconds) {
    return cargo.environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(seconds));
  }

  private Stream<Path> sources() throws IOException {
    Path base = cargo.home().resolve("registry/src");
    try (Stream<Path> all = Files.exists(base) ? Files.walk(base, 2) : Stream.empty()) {
      return all.filter(path -> path.endsWith("dep-1.0.0")).toList().stream();
    }
  }

  private static void delete(Path tree) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("rm", "-rf", tree.toString()).start().waitFor()).isZero();
  }
}
