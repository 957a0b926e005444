package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.compat.CompatMode;
import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 3: a dry run of `--cargo-compat` says what the real cargo says and changes not one byte.
class HomeAcceptance03DryRunTest {
  private static final int HOMES = Integer.getInteger("cratehold.equality.homes", 40);
  private static final long SEED = Long.getLong("cratehold.equality.seed", 3_000_000L);

  @TempDir private Path scratch;

  @Test
  void dryRun_randomHomesAndOptions_saysWhatCargoSaysAndChangesNothing() throws Exception {
    System.out.printf("seed %d, %d homes%n", SEED, HOMES);
    for (long seed = SEED; seed < SEED + HOMES; seed++) {
      compare(seed);
    }
  }

  private void compare(long seed) throws IOException, InterruptedException {
    Path root = scratch.resolve("home-" + seed);
    SyntheticHome home = SyntheticHome.create(root, HomeParameters.random(seed));
    CompatCase asked = CompatCase.random(new SplittableRandom(seed), home);
    String what = "seed %d: %s".formatted(seed, asked.options());
    String before = HomeSnapshot.checksum(root);
    CompatCase.Outcome outcome = asked.byCratehold(root, CompatMode.DRY_RUN);
    assertThat(HomeSnapshot.checksum(root)).as(what).isEqualTo(before);
    assertThat(outcome).as(what).isEqualTo(asked.byCargo(root, scratch, "--dry-run", "-v"));
  }
}
