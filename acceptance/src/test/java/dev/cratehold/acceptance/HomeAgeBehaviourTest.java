package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.HandmadeHome;
import dev.cratehold.testing.HandmadeHome.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The behaviours 25 to 30 of cargo's collection: by age.
class HomeAgeBehaviourTest {
  private static final long NOW = 1_790_000_000L;
  private static final long DAY = 86_400;
  private static final String INDEX = "example.com-0123456789abcdef";
  private static final String REPOSITORY = "dep-0123456789abcdef";

  private static final List<String> VALID_AGES =
      List.of(
          "0 seconds",
          "1 second",
          "1second",
          "2 minutes",
          "1minute",
          "3 hours",
          "1 hour",
          "4 days",
          "1day",
          "1 week",
          "2weeks",
          "1 month",
          "3 months");
  private static final List<String> INVALID_AGES =
      List.of(
          "",
          "1",
          "day",
          "-1 days",
          "+1 days",
          "1.5 days",
          "1  day",
          " 1 day",
          "1 day ",
          "1d",
          "1 year",
          "1 Day",
          "one day",
          "1 day 2 hours");

  @TempDir private Path scratch;

  @Test
  void b25_maxIndexAgeOfNothing_removesIndexSourcesAndCrates() throws Exception {
    HomeTrial trial = trial(registry());
    List<String> all =
        List.of("registry/cache/" + INDEX, "registry/index/" + INDEX, "registry/src/" + INDEX);

    HomeTrial.Outcome outcome = trial.both("--max-index-age", "0 days").done();

    assertThat(outcome.gone()).containsExactlyElementsOf(all);
    assertThat(outcome.after().rows()).isEmpty();
    assertThat(trial.own("--max-index-age", "0 days").done().gone()).containsExactlyElementsOf(all);
  }

  @Test
  void b26_maxSrcAge_removesOnlySourcesOfThatAge() throws Exception {
    HomeTrial trial = trial(registry());

    assertThat(trial.both("--max-src-age", "3 days").done().gone())
        .containsExactly("registry/src/" + INDEX + "/old-1.0.0");
    assertThat(trial.own("--max-src-age", "3 days").done().gone())
        .containsExactly("registry/src/" + INDEX + "/old-1.0.0");
  }

  @Test
  void b27_maxCrateAge_removesOnlyTheCrate() throws Exception {
    HomeTrial trial = trial(registry());

    HomeTrial.Outcome outcome = trial.both("--max-crate-age", "3 days").done();

    assertThat(outcome.gone()).containsExactly("registry/cache/" + INDEX + "/old-1.0.0.crate");
    assertThat(outcome.stderr()).isEqualTo("     Removed 1 file, 11B total\n");
    // A source without its crate is of no use to cargo.
    assertThat(trial.own("--max-crate-age", "3 days").done().gone())
        .containsExactly(
            "registry/cache/" + INDEX + "/old-1.0.0.crate", "registry/src/" + INDEX + "/old-1.0.0");
  }

  private HandmadeHome registry() throws IOException {
    return home()
        .index(INDEX, Row.used(NOW - DAY))
        .crate(INDEX, "old-1.0.0.crate", 11, Row.used(NOW - 4 * DAY))
        .crate(INDEX, "new-1.0.0.crate", 12, Row.used(NOW - 2 * DAY))
        .src(INDEX, "old-1.0.0", 13, Row.used(NOW - 4 * DAY))
        .src(INDEX, "new-1.0.0", 14, Row.used(NOW - 2 * DAY));
  }

  @Test
  void b28_maxGitCoAge_keepsTheClone() throws Exception {
    HomeTrial trial = trial(repository());

    assertThat(trial.both("--max-git-co-age", "3 days").done().gone())
        .containsExactly("git/checkouts/" + REPOSITORY + "/aaaaaaa");
    assertThat(trial.own("--max-git-co-age", "3 days").done().gone())
        .containsExactly("git/checkouts/" + REPOSITORY + "/aaaaaaa");
  }

  @Test
  void b29_maxGitDbAge_removesTheCloneAndItsCheckouts() throws Exception {
    HomeTrial trial = trial(repository());
    List<String> all = List.of("git/checkouts/" + REPOSITORY, "git/db/" + REPOSITORY);

    assertThat(trial.both("--max-git-db-age", "0 days").done().gone())
        .containsExactlyElementsOf(all);
    assertThat(trial.own("--max-git-db-age", "0 days").done().gone())
        .containsExactlyElementsOf(all);
  }

  @Test
  void b29_maxGitDbAgeWithoutCheckouts_removesTheirEmptyDirectoryToo() throws Exception {
    Path home = home().gitDb(REPOSITORY, 30, Row.used(NOW - 4 * DAY)).write(NOW);
    Files.createDirectories(home.resolve("git/checkouts").resolve(REPOSITORY));
    HomeTrial trial = HomeTrial.of(home, scratch, NOW);
    List<String> all = List.of("git/checkouts/" + REPOSITORY, "git/db/" + REPOSITORY);

    assertThat(trial.both("--max-git-db-age", "3 days").done().gone())
        .containsExactlyElementsOf(all);
    assertThat(trial.own("--max-git-db-age", "3 days").done().gone())
        .containsExactlyElementsOf(all);
  }

  private HandmadeHome repository() throws IOException {
    return home()
        .gitDb(REPOSITORY, 30, Row.used(NOW - DAY))
        .checkout(REPOSITORY, "aaaaaaa", 20, Row.used(NOW - 4 * DAY))
        .checkout(REPOSITORY, "bbbbbbb", 20, Row.used(NOW - DAY));
  }

  @Test
  void b30_ages_areReadAsCargoReadsThem() throws Exception {
    HomeTrial trial = trial(registry());

    for (String age : VALID_AGES) {
      trial.both("--max-src-age", age).done();
    }
    for (String age : INVALID_AGES) {
      assertThat(trial.cargo("--max-src-age", age).exit()).as(age).isNotZero();
      HomeTrial.Outcome refused = trial.compat("--max-src-age", age);
      assertThat(refused.exit()).as(age).isEqualTo(2);
      assertThat(refused.gone()).as(age).isEmpty();
    }
  }

  private HandmadeHome home() throws IOException {
    return HandmadeHome.at(Files.createTempDirectory(scratch, "made-").resolve("home"));
  }

  private HomeTrial trial(HandmadeHome home) throws IOException {
    return HomeTrial.of(home.write(NOW), scratch, NOW);
  }
}
