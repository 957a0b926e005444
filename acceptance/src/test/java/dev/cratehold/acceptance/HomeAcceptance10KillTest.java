package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.SyntheticHome;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of `cratehold home gc` at random moments; `acceptance/long-runs` does so fifty times.
final class HomeAcceptance10KillTest {
  private static final int KILLS = Integer.getInteger("home.kills", 20);

  /// So many kills a copy of the home, each of a gc of what the one before left.
  private static final int KILLS_A_COPY = 5;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String[] EVERYTHING = {
    "gc", "--grace", "0 seconds", "--max-download-age", "0 seconds", "--quiet"
  };

  @TempDir private Path scratch;

  /// When to kill: after the first item went, so long.
  private record Moment(Duration delay) {}

  /// 2,500 crates and their sources, of four files each.
  private SyntheticHome largeHome() throws IOException {
    HomeParameters parameters =
        HomeParameters.perfect(1010)
            .with(new HomeParameters.Amounts(2, 2500, 2500, 4, 40, 400, 10, 2));
    return SyntheticHome.create(scratch.resolve("home"), parameters);
  }

  private static void copy(Path home, Path copy) throws IOException, InterruptedException {
    run("cp", "-al", home.toString(), copy.toString());
    Path database = copy.resolve(".global-cache");
    Files.delete(database);
    Files.copy(home.resolve(".global-cache"), database);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private HomeCommand command(Path home, long now) {
    return HomeCommand.on(home, scratch).now(now + 86_400);
  }

  private static boolean hasTrash(Path home) throws IOException {
    Path trash = home.resolve(".cratehold/trash");
    if (!Files.isDirectory(trash)) {
      return false;
    }
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(trash)) {
      return runs.iterator().hasNext();
    }
  }

  /// Starts a gc and kills it. Returns whether it was at work by then.
  private static boolean kill(HomeCommand command, Path home, Moment moment) throws Exception {
    Process process = command.start(EVERYTHING);
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && !hasTrash(home) && System.nanoTime() < limit) {
      LockSupport.parkNanos(200_000);
    }
    LockSupport.parkNanos(moment.delay().toNanos());
    boolean atWork = process.isAlive();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return atWork;
  }

  @Test
  void kill_atRandomMomentsOfAGc_keepsTheHomeSoundAndTheNextOneCleansUp() throws Exception {
    SyntheticHome home = largeHome();
    HomeSoundness whole = HomeSoundness.of(home.root());
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int hits = 0;
    for (int copy = 0; copy < KILLS / KILLS_A_COPY; copy++) {
      Path target = scratch.resolve("copy-" + copy);
      copy(home.root(), target);
      for (int kill = 0; kill < KILLS_A_COPY; kill++) {
        Moment moment = new Moment(Duration.ofNanos(random.nextLong(150_000_000)));
        String what = "seed %d, copy %d, kill %d, %s".formatted(seed, copy, kill, moment);
        hits += kill(command(target, home.now()), target, moment) ? 1 : 0;
        whole.at(target).check(what);
      }
      assertGoesOn(target, home.now());
      run("rm", "-rf", target.toString());
    }
    System.out.printf("%d of %d kills hit a gc at work, seed %d%n", hits, KILLS, seed);
    assertThat(hits).as("kills that hit a gc at work, seed " + seed).isGreaterThan(KILLS / 3);
  }

  /// Cargo's own gc works there, and ours finishes what was begun.
  private void assertGoesOn(Path home, long now) throws Exception {
    Cargo.fresh(RealCargo.stable(), scratch)
        .environment("CARGO_HOME", home.toString())
        .environment("RUSTC_BOOTSTRAP", "1")
        .environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(now + 86_400))
        .run(scratch, "clean", "gc", "-Zgc")
        .expectSuccess();
    command(home, now).run(EVERYTHING).expect(0);
    assertThat(HomeSoundness.files(home.resolve("registry/src"))).isEmpty();
    assertThat(HomeSoundness.files(home.resolve("registry/cache"))).isEmpty();
    assertThat(HomeSoundness.files(home.resolve(".cratehold/trash"))).isEmpty();
  }

  private static List<TestCrate> crates() {
    return IntStream.range(0, 30)
        .mapToObj(i ->
            CrateBuilder.crate("part%d".formatted(i), "1.0.0")
                .file("src/lib.rs", "pub fn f() {}\n")
                .build())
        .toList();
  }

  @Test
  void build_afterEachKillOfAGc_succeeds() throws Exception {
    List<TestCrate> crates = crates();
    String dependencies =
        crates.stream().map(crate -> crate.name() + " = \"1\"\n").collect(Collectors.joining());
    SplittableRandom random = new SplittableRandom(10);
    try (FakeRegistry registry = FakeRegistry.start().publish(crates)) {
      Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(registry.indexUrl());
      Path project = CargoProject.create(scratch, "[dependencies]\n" + dependencies);
      for (int kill = 0; kill < 10; kill++) {
        cargo.run(project, "check").expectSuccess();
        HomeSoundness whole = HomeSoundness.of(cargo.home());
        HomeCommand command = HomeCommand.on(cargo.home(), scratch);
        command.now(System.currentTimeMillis() / 1000 + 86_400);

        Moment moment = new Moment(Duration.ofNanos(random.nextLong(15_000_000)));
        kill(command, cargo.home(), moment);

        whole.check("kill " + kill + ", " + moment);
        run("rm", "-rf", project.resolve("target").toString());
      }
      cargo.run(project, "check").expectSuccess();
    }
  }
}
