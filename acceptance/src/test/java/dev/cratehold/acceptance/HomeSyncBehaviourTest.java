package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.HandmadeHome;
import dev.cratehold.testing.HandmadeHome.Row;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The behaviours 43 to 48 of cargo's collection: a database and files that do not agree.
class HomeSyncBehaviourTest {
  private static final long NOW = 1_790_000_000L;
  private static final long DAY = 86_400;
  private static final String INDEX = "example.com-0123456789abcdef";
  private static final String REPOSITORY = "dep-0123456789abcdef";

  private static final String SRC = "registry/src/" + INDEX + "/a-1.0.0";

  /// Nothing is as old as that.
  private static final String[] NOTHING = {"--max-src-age", "10 weeks"};

  @TempDir private Path scratch;

  @Test
  void b43_thingsRemovedByHand_leaveTheDatabase() throws Exception {
    Path home = home().write(NOW);
    delete(home, "registry/cache/" + INDEX + "/a-1.0.0.crate");
    delete(home, SRC);
    delete(home, "git/checkouts/" + REPOSITORY + "/aaaaaaa");

    HomeTrial.Outcome outcome = trial(home).both(NOTHING).done();
    HomeTrial.Outcome own = trial(home).own(NOTHING).done();

    for (HomeTrial.Outcome one : List.of(outcome, own)) {
      assertThat(one.gone()).isEmpty();
      assertThat(one.after().rows())
          .containsExactly(
              "git-db " + REPOSITORY + " @" + (NOW - DAY), "index " + INDEX + " @" + (NOW - DAY));
    }
  }

  @Test
  void b44_indexIsMissing_itsCratesAndSourcesGo() throws Exception {
    Path home = home().write(NOW);
    delete(home, "registry/index/" + INDEX);

    HomeTrial.Outcome outcome = trial(home).both(NOTHING).done();

    assertThat(outcome.gone()).containsExactly("registry/cache/" + INDEX, "registry/src/" + INDEX);
    assertThat(outcome.after().rows("index")).isEmpty();
    assertThat(trial(home).own(NOTHING).done().gone()).isEmpty();
    assertThat(
            trial(home)
                .own("--max-src-age", "12 hours", "--max-crate-age", "12 hours")
                .done()
                .gone())
        .containsExactly("registry/cache/" + INDEX + "/a-1.0.0.crate", SRC);
  }

  @Test
  void b45_gitDbIsMissing_itsCheckoutsGo() throws Exception {
    Path home = home().write(NOW);
    delete(home, "git/db/" + REPOSITORY);

    HomeTrial.Outcome outcome = trial(home).both(NOTHING).done();

    assertThat(outcome.gone()).containsExactly("git/checkouts/" + REPOSITORY);
    assertThat(outcome.after().rows("git-db")).isEmpty();
    assertThat(trial(home).own(NOTHING).done().gone()).isEmpty();
    assertThat(trial(home).own("--max-git-co-age", "12 hours").done().gone())
        .containsExactly("git/checkouts/" + REPOSITORY + "/aaaaaaa");
  }

  @Test
  void b46_plainFilesAmongDirectories_areKept() throws Exception {
    Path home = home().write(NOW);
    List<String> places =
        List.of(
            "registry/index",
            "registry/cache",
            "registry/cache/" + INDEX,
            "registry/src",
            "registry/src/" + INDEX,
            "git/db",
            "git/checkouts",
            "git/checkouts/" + REPOSITORY);
    for (String place : places) {
      Files.writeString(home.resolve(place).resolve("foo"), "not ours");
    }

    HomeTrial.Outcome kept = trial(home).both("--max-download-age", "2 days").done();
    HomeTrial.Outcome own = trial(home).own("--max-download-age", "2 days").done();

    for (HomeTrial.Outcome one : List.of(kept, own)) {
      assertThat(one.gone()).isEmpty();
      assertThat(one.after().rows()).isEqualTo(one.before().rows());
    }
  }

  @Test
  void b47_newerSchema_isUsedAndKept() throws Exception {
    Path home = home().write(NOW);
    HomeState.change(
        home,
        "ALTER TABLE registry_src ADD COLUMN origin TEXT DEFAULT 'later'",
        "CREATE TABLE build_directory (name TEXT NOT NULL)",
        "INSERT INTO build_directory VALUES ('kept')",
        "PRAGMA user_version = 8");

    HomeTrial.Outcome outcome = trial(home).both("--max-src-age", "0 days").done();
    HomeTrial.Outcome own = trial(home).own("--max-src-age", "0 days").done();

    for (HomeTrial.Outcome one : List.of(outcome, own)) {
      assertThat(one.gone()).containsExactly(SRC);
      assertThat(HomeState.query(one.home(), "PRAGMA user_version")).containsExactly("8");
      assertThat(HomeState.query(one.home(), "SELECT name FROM build_directory"))
          .containsExactly("kept");
    }
  }

  @Test
  void b48_databasesOfEveryCargo_areReadByEveryOther() throws Exception {
    for (RealCargo cargo : List.of(RealCargo.nightly(), RealCargo.debian(), RealCargo.stable())) {
      Path home = made(cargo);
      HomeTrial.Outcome ours = trial(home).own("--max-src-age", "0 days").done();
      assertThat(ours.gone()).as("of %s", cargo).containsExactly(SRC);

      for (RealCargo next : RealCargo.all()) {
        Cargo.Result result = gc(next, ours.home(), NOW + DAY, "--max-crate-age", "0 days");
        assertThat(result.stderr()).as("%s after %s", next, cargo).doesNotContain("warning");
      }
      assertThat(HomeState.of(ours.home()).rows("crate")).isEmpty();
    }
  }

  /// A home with one crate of crates.io's, of which the database is this cargo's.
  private Path made(RealCargo cargo) throws Exception {
    Path home =
        HandmadeHome.at(Files.createTempDirectory(scratch, "made-").resolve("home"))
            .index(INDEX, Row.none())
            .crate(INDEX, "a-1.0.0.crate", 10, Row.none())
            .src(INDEX, "a-1.0.0", 10, Row.none())
            .withoutDatabase();
    gc(cargo, home, NOW - DAY, NOTHING);
    return home;
  }

  private Cargo.Result gc(RealCargo cargo, Path home, long at, String... options) throws Exception {
    return Cargo.fresh(cargo, scratch)
        .environment("CARGO_HOME", home.toString())
        .environment("RUSTC_BOOTSTRAP", "1")
        .environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(at))
        .run(
            scratch,
            Stream.concat(Stream.of("clean", "gc", "-Zgc"), Stream.of(options))
                .toArray(String[]::new))
        .expectSuccess();
  }

  private HandmadeHome home() throws IOException {
    Row row = Row.used(NOW - DAY);
    return HandmadeHome.at(Files.createTempDirectory(scratch, "made-").resolve("home"))
        .index(INDEX, row)
        .crate(INDEX, "a-1.0.0.crate", 11, row)
        .src(INDEX, "a-1.0.0", 12, row)
        .gitDb(REPOSITORY, 13, row)
        .checkout(REPOSITORY, "aaaaaaa", 14, row);
  }

  private static void delete(Path home, String path) throws IOException {
    try (Stream<Path> tree = Files.walk(home.resolve(path))) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private HomeTrial trial(Path home) {
    return HomeTrial.of(home, scratch, NOW);
  }
}
