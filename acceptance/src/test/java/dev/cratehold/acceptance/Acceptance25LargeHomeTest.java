package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.HomeParameters.Amounts;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 25, a large home: with 256 MB of heap, what the database says within a second, a plan
/// within three, and no cargo waits for a collection longer than two. `acceptance/large-home` runs
/// it on two million files, and here it runs on twenty thousand.
class Acceptance25LargeHomeTest {
  private static final int CRATES = Integer.getInteger("home.crates", 1_000);
  private static final int FILES = Integer.getInteger("home.files", 20);
  private static final int GIT_DBS = Integer.getInteger("home.gitDbs", 20);

  private static final Duration SHOWN = Duration.ofSeconds(1);
  private static final Duration PLANNED = Duration.ofSeconds(3);
  private static final Duration DELAYED = Duration.ofSeconds(2);
  private static final int RUNS = 5;
  private static final String[] HALF = {"--max-src-age=60 days", "--max-crate-age=60 days"};

  @TempDir private Path scratch;
  private Cargo cargo;
  private HomeCommand command;

  @BeforeEach
  void fill() throws Exception {
    cargo = Cargo.fresh(RealCargo.stable(), scratch);
    HomeParameters parameters =
        HomeParameters.perfect(25)
            .with(new Amounts(2, CRATES, CRATES, FILES, 20, 2000, GIT_DBS, 1));
    SyntheticHome home = SyntheticHome.create(cargo.home(), parameters);
    cargo.environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(home.now()));
    command =
        HomeCommand.on(cargo.home(), scratch)
            .now(home.now())
            .environment("CRATEHOLD_JAVA_OPTIONS", "-Xmx256m");
    // The checkout's launcher may build first.
    command.run("path").expect(0);
  }

  @Test
  void show_largeHome_takesLessThanASecond() throws Exception {
    assertThat(shortest("show")).isLessThan(SHOWN);
  }

  @Test
  void gc_largeHome_isPlannedWithinThreeSeconds() throws Exception {
    String[] plan =
        Stream.concat(Stream.of("gc", "--dry-run"), Stream.of(HALF)).toArray(String[]::new);

    assertThat(shortest(plan)).isLessThan(PLANNED);
  }

  @Test
  void scan_largeHome_agreesWithDu() throws Exception {
    Process du =
        new ProcessBuilder("du", "--summarize", "--block-size=1", cargo.home().toString()).start();
    String line = du.inputReader().readLine();
    String bytes = line.substring(0, line.indexOf('\t'));

    assertThat(command.run("show", "--scan", "--json").expect(0).stdout()).contains(bytes);
  }

  @Test
  void gc_largeHome_delaysNoCargoForLong() throws Exception {
    CrateGraph graph = CrateGraph.generate(25, 5);
    Path project = CargoProject.create(scratch, graph.dependencies());
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.all())) {
      cargo.mirror(upstream.indexUrl());
      cargo.run(project, "fetch").expectSuccess();
      Duration alone = longestFetch(project, RUNS);
      long before = sources();

      Process collection = command.start("gc", "--wait=1 minute", HALF[0], HALF[1]);
      List<Duration> beside = new ArrayList<>();
      while (collection.isAlive()) {
        beside.add(cargo.run(project, "fetch", "--locked").expectSuccess().duration());
      }

      assertThat(collection.exitValue()).isZero();
      assertThat(sources()).isLessThan(before * 2 / 3);
      assertThat(Collections.max(beside)).isLessThan(alone.plus(DELAYED));
    }
  }

  private Duration longestFetch(Path project, int runs) throws Exception {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < runs; i++) {
      Duration duration = cargo.run(project, "fetch", "--locked").expectSuccess().duration();
      longest = duration.compareTo(longest) > 0 ? duration : longest;
    }
    return longest;
  }

  private long sources() throws IOException {
    try (Stream<Path> found = Files.walk(cargo.home().resolve("registry/src"), 2)) {
      return found.count();
    }
  }

  /// The shortest of a few runs: whatever else the machine does makes them only longer.
  private Duration shortest(String... arguments) throws Exception {
    List<Duration> durations = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      durations.add(command.run(arguments).expect(0).duration());
    }
    return Collections.min(durations);
  }
}
