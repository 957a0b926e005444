package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.compat.CompatMode;
import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 2: on random homes with random options `--cargo-compat` deletes what the real cargo
/// deletes, leaves the database as cargo leaves it, and says what cargo says.
class HomeAcceptance02PlanEqualityTest {
  private static final int HOMES = Integer.getInteger("cratehold.equality.homes", 200);
  private static final int COMMANDS = 12;
  private static final long SEED = Long.getLong("cratehold.equality.seed", 20_261_121L);

  @TempDir private Path scratch;

  @Test
  void compat_randomHomesAndOptions_doesWhatCargoDoes() throws Exception {
    System.out.printf("seed %d, %d homes%n", SEED, HOMES);
    int removing = 0;
    for (long seed = SEED; seed < SEED + HOMES; seed++) {
      removing += compare(seed) ? 1 : 0;
    }
    assertThat(removing).as("homes from which something went").isGreaterThan(HOMES / 3);
  }

  /// The same through the whole command, on fewer homes: each run starts a process.
  @Test
  void command_randomHomesAndOptions_doesWhatCargoDoes() throws Exception {
    // The launcher of a source tree builds what changed, and says so, on its first run.
    HomeCommand.on(scratch, scratch).run("path").expect(0);
    for (long seed = SEED; seed < SEED + COMMANDS; seed++) {
      compareCommand(seed);
    }
  }

  private void compareCommand(long seed) throws IOException, InterruptedException {
    Path ours = scratch.resolve("a-" + seed);
    Path cargos = scratch.resolve("b-" + seed);
    SyntheticHome home = SyntheticHome.create(ours, HomeParameters.random(seed));
    SyntheticHome.create(cargos, HomeParameters.random(seed));
    CompatCase asked = CompatCase.random(new SplittableRandom(seed), home);
    String what = "seed %d: %s".formatted(seed, asked.options());

    CompatCase.Outcome expected = asked.byCargo(cargos, scratch, "-v");
    List<String> arguments = new ArrayList<>(List.of("gc", "--cargo-compat", "-v"));
    arguments.addAll(asked.options());
    HomeCommand.Result result =
        HomeCommand.on(ours, scratch)
            .now(home.now())
            .run(arguments.toArray(String[]::new))
            .expect(0);

    // Of what had no row cargo deletes in the order in which the file system lists it.
    List<String> lines =
        result.stderr().replace(ours.toString(), cargos.toString()).lines().toList();
    assertThat(lines).as(what).containsExactlyInAnyOrderElementsOf(expected.lines());
    assertThat(lines.getLast()).as(what).isEqualTo(expected.lines().getLast());
    assertThat(HomeSnapshot.paths(ours)).as(what).isEqualTo(HomeSnapshot.paths(cargos));
    assertThat(HomeSnapshot.rows(ours)).as(what).isEqualTo(HomeSnapshot.rows(cargos));
  }

  /// Returns whether anything was deleted.
  private boolean compare(long seed) throws IOException, InterruptedException {
    Path ours = scratch.resolve("a-" + seed);
    Path cargos = scratch.resolve("b-" + seed);
    SyntheticHome home = SyntheticHome.create(ours, HomeParameters.random(seed));
    SyntheticHome.create(cargos, HomeParameters.random(seed));
    CompatCase asked = CompatCase.random(new SplittableRandom(seed), home);
    String what = "seed %d: %s".formatted(seed, asked.options());
    assertThat(HomeSnapshot.rows(ours)).as(what).isEqualTo(HomeSnapshot.rows(cargos));

    CompatCase.Outcome expected = asked.byCargo(cargos, scratch);
    CompatCase.Outcome outcome = asked.byCratehold(ours, CompatMode.REMOVE);

    assertThat(outcome).as(what).isEqualTo(expected);
    assertThat(HomeSnapshot.paths(ours)).as(what).isEqualTo(HomeSnapshot.paths(cargos));
    assertThat(HomeSnapshot.rows(ours)).as(what).isEqualTo(HomeSnapshot.rows(cargos));
    delete(ours, cargos);
    return !expected.lines().contains("     Removed 0 files");
  }

  private static void delete(Path... roots) throws IOException {
    for (Path root : roots) {
      try (var all = Files.walk(root)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
