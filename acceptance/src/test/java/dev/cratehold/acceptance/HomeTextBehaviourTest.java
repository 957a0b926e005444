package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.HandmadeHome;
import dev.cratehold.testing.HandmadeHome.Row;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The behaviours 1 to 6 of cargo's collection: how it is asked for, and what it says.
class HomeTextBehaviourTest {
  private static final long NOW = 1_790_000_000L;
  private static final long DAY = 86_400;
  private static final String INDEX = "example.com-0123456789abcdef";
  private static final String REPOSITORY = "dep-0123456789abcdef";

  @TempDir private Path scratch;

  @Test
  void b01_gcOnStable_isRefusedByCargoAndDoneByUs() throws Exception {
    Path home = aged().write(NOW);

    Cargo.Result cargo =
        Cargo.fresh(RealCargo.stable(), scratch)
            .environment("CARGO_HOME", home.toString())
            .run(scratch, "clean", "gc");
    HomeTrial.Outcome ours = trial(home).compat().done();

    assertThat(cargo.exit()).isEqualTo(101);
    assertThat(cargo.stderr()).contains("is unstable", "See ");
    assertThat(ours.gone()).isNotEmpty();
  }

  @Test
  void b02_gcWithoutOptions_usesTheAgesOfTheAutomaticOne() throws Exception {
    HomeTrial trial = trial(aged().write(NOW));
    List<String> month =
        List.of(
            "git/checkouts/" + REPOSITORY + "/aaaaaaa", "registry/src/" + INDEX + "/month-1.0.0");
    String crate = "registry/cache/" + INDEX + "/quarter-1.0.0.crate";

    assertThat(trial.both().done().gone()).containsAll(month).contains(crate).hasSize(3);
    assertThat(trial.ours("gc").done().gone()).containsAll(month).contains(crate).hasSize(3);
  }

  /// Each kind with one thing that is older than its default age and one that is younger.
  private HandmadeHome aged() throws IOException {
    return HandmadeHome.at(scratch.resolve("home"))
        .index(INDEX, Row.used(NOW - DAY))
        .crate(INDEX, "quarter-1.0.0.crate", 10, Row.used(NOW - 93 * DAY))
        .crate(INDEX, "month-1.0.0.crate", 10, Row.used(NOW - 90 * DAY))
        .src(INDEX, "month-1.0.0", 10, Row.used(NOW - 31 * DAY))
        .src(INDEX, "week-1.0.0", 10, Row.used(NOW - 30 * DAY))
        .gitDb(REPOSITORY, 10, Row.used(NOW - 90 * DAY))
        .checkout(REPOSITORY, "aaaaaaa", 10, Row.used(NOW - 31 * DAY))
        .checkout(REPOSITORY, "bbbbbbb", 10, Row.used(NOW - 30 * DAY));
  }

  @Test
  void b03_verbose_namesWhatGoes() throws Exception {
    HomeTrial trial = trial(registry().write(NOW));

    HomeTrial.Outcome outcome = trial.both("-v", "--max-index-age", "0 days").done();

    assertThat(outcome.stderr().lines())
        .containsExactlyInAnyOrder(
            "    Removing HOME/registry/index/" + INDEX,
            "    Removing HOME/registry/src/" + INDEX,
            "    Removing HOME/registry/cache/" + INDEX,
            "     Removed 2 files, 23B total");
  }

  @Test
  void b04_dryRun_listsWhatWouldGoAndChangesNothing() throws Exception {
    HomeTrial trial = trial(registry().write(NOW));
    for (int time = 0; time < 2; time++) {
      HomeTrial.Outcome outcome = trial.both("-v", "--dry-run", "--max-index-age", "0 days").done();

      assertThat(outcome.after()).isEqualTo(outcome.before());
      assertThat(outcome.stdout().lines())
          .contains("HOME/registry/src/" + INDEX + "/a-1.0.0/data", "HOME/registry/index/" + INDEX);
      assertThat(outcome.stderr())
          .isEqualTo(
              """
                   Summary 2 files, 23B total
              warning: no files deleted due to --dry-run
              """);
    }
    assertThat(trial.own("--dry-run", "--max-src-age", "0 days").done().gone()).isEmpty();
  }

  @Test
  void b05_quiet_saysNothing() throws Exception {
    HomeTrial trial = trial(registry().write(NOW));

    HomeTrial.Outcome quiet = trial.both("-q", "--max-src-age", "0 days").done();
    HomeTrial.Outcome own = trial.own("-q", "--max-src-age", "0 days").done();
    HomeTrial.Outcome loud = trial.both("--max-src-age", "0 days").done();

    assertThat(quiet.stderr() + quiet.stdout()).isEmpty();
    assertThat(own.stderr() + own.stdout()).isEmpty();
    assertThat(own.gone()).isEqualTo(quiet.gone());
    assertThat(loud.stderr()).isEqualTo("     Removed 1 file, 12B total\n");
  }

  @Test
  void b06_counts_areInTheRightNumberAndWithoutATotalOfNothing() throws Exception {
    HomeTrial trial =
        trial(
            registry()
                .crate(INDEX, "empty-1.0.0.crate", 0, Row.used(NOW - 9 * DAY))
                .src(INDEX, "large-1.0.0", 5000, Row.used(NOW - 9 * DAY))
                .write(NOW));

    assertThat(trial.both("--max-src-age", "20 days").done().stderr())
        .isEqualTo("     Removed 0 files\n");
    assertThat(trial.both("--max-crate-age", "5 days").done().stderr())
        .isEqualTo("     Removed 1 file\n");
    assertThat(trial.both("--max-src-age", "0 days").done().stderr())
        .isEqualTo("     Removed 2 files, 4.9KiB total\n");
  }

  private HandmadeHome registry() throws IOException {
    return HandmadeHome.at(scratch.resolve("home"))
        .index(INDEX, Row.used(NOW - DAY))
        .crate(INDEX, "a-1.0.0.crate", 11, Row.used(NOW - DAY))
        .src(INDEX, "a-1.0.0", 12, Row.used(NOW - DAY));
  }

  private HomeTrial trial(Path home) {
    return HomeTrial.of(home, scratch, NOW);
  }
}
