package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.acceptance.HomeTrial.Outcome;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 13 of the Cargo home: a repository and its fork with the same commit. Their checkouts have
/// the same name, which is unique in cargo's database, so that only one of them has a row.
class HomeAcceptance13ForkTest {
  private static final long NOW = 1_790_000_000L;
  private static final long DAY = 86_400;

  @TempDir private Path scratch;
  private Cargo cargo;
  private Path first;
  private Path second;
  private String checkout;

  @BeforeEach
  void useBoth() throws Exception {
    cargo =
        Cargo.fresh(RealCargo.stable(), scratch)
            .environment("CARGO_CACHE_AUTO_CLEAN_FREQUENCY", "never");
    GitRepository origin = GitRepository.create(scratch.resolve("origin/dep"), "dep");
    GitRepository fork = GitRepository.create(scratch.resolve("fork/dep"), "dep");
    assertThat(fork.head()).isEqualTo(origin.head());
    checkout = origin.head().substring(0, 7);
    first = project(origin);
    second = project(fork);
    use(first, NOW);
    use(second, NOW);
    for (Path file : markers()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(NOW)));
    }
  }

  @Test
  void fetch_ofBoth_writesOneRow() throws Exception {
    assertThat(checkouts(cargo.home())).hasSize(2);
    assertThat(HomeState.of(cargo.home()).rows("git-checkout")).hasSize(1);
  }

  @Test
  void gc_neitherIsUsed_takesBoth() throws Exception {
    Outcome outcome = trial(40).ours("gc").done();

    assertThat(checkouts(outcome.home())).isEmpty();
    assertThat(outcome.after().rows("git-db")).hasSize(2);
    expectValid(outcome.home());
  }

  @Test
  void gc_oneIsUsed_takesNoneThatIsInUse() throws Exception {
    for (Path used : List.of(first, second)) {
      use(used, NOW + 39 * DAY);
      Outcome outcome = trial(40).ours("gc").done();

      // Which of the two was used cannot be told from the row, so both stay.
      assertThat(checkouts(outcome.home())).hasSize(2);
      expectValid(outcome.home());
    }
  }

  @Test
  void gc_repositoriesUnusedForMonths_takesBothWithTheirCheckouts() throws Exception {
    Outcome outcome = trial(120).ours("gc").done();

    assertThat(checkouts(outcome.home())).isEmpty();
    assertThat(outcome.after().rows()).isEmpty();
    assertThat(outcome.gone())
        .hasSize(4)
        .allMatch(path -> path.startsWith("git/db/") || path.startsWith("git/checkouts/"));
  }

  @Test
  void gc_inCargosPlace_doesAsCargoDoes() throws Exception {
    trial(40).both().done();
    trial(120).both().done();
  }

  /// Both projects build without the repositories, and cargo has nothing to say about its database.
  private void expectValid(Path home) throws Exception {
    assertThat(HomeState.query(home, "PRAGMA integrity_check")).containsExactly("ok");
    cargo.environment("CARGO_HOME", home.toString());
    for (Path project : List.of(first, second)) {
      Cargo.Result built = cargo.run(project, "check", "--offline").expectSuccess();
      assertThat(built.stderr()).doesNotContain("warning");
    }
    cargo.environment("CARGO_HOME", cargo.home().toString());
  }

  private Path project(GitRepository repository) throws Exception {
    return CargoProject.create(
        scratch, "[dependencies]\n" + repository.dependency("dep", repository.head()));
  }

  private void use(Path project, long at) throws Exception {
    cargo.environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(at));
    cargo.run(project, "fetch").expectSuccess();
  }

  private HomeTrial trial(int days) {
    return HomeTrial.of(cargo.home(), scratch, NOW + days * DAY);
  }

  /// What shows when a checkout or a clone was used.
  private List<Path> markers() throws IOException {
    try (Stream<Path> all = Files.walk(cargo.home().resolve("git"))) {
      return all.filter(path -> path.endsWith(".cargo-ok") || path.endsWith("FETCH_HEAD")).toList();
    }
  }

  private List<Path> checkouts(Path home) throws IOException {
    Path base = home.resolve("git/checkouts");
    if (!Files.exists(base)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(base, 2)) {
      return all.filter(path -> path.endsWith(checkout)).toList();
    }
  }
}
