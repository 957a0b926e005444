package dev.cratehold.acceptance;

import static dev.cratehold.home.lock.LockMode.DOWNLOAD_EXCLUSIVE;
import static dev.cratehold.home.lock.LockMode.MUTATE_EXCLUSIVE;
import static dev.cratehold.home.lock.LockMode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.HeldLock;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockAttempt.Busy;
import dev.cratehold.home.lock.LockAttempt.Held;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.posix.Posix;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.RunningCargo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Test 7, lock matrix: our locks and the real cargo's keep each other out, in each mode and both
/// ways, and say so in the same words.
class HomeAcceptance07LockMatrixTest {
  private static final String DEPENDENCY = "[dependencies]\nfoo = \"1\"\n";
  private static final String MUTATION = "package cache mutation";
  private static final String DOWNLOAD = "package cache";
  private static final String SHARE = "shared package cache";
  private static final List<String> FETCH = List.of("fetch");
  private static final List<String> CHECK = List.of("check");
  private static final List<String> CLEAN = List.of("clean", "gc", "-Zgc");

  /// Far more than a command needs to see that somebody else holds the lock, and less than a wait.
  private static final Duration AT_ONCE = Duration.ofSeconds(8);

  @TempDir private Path scratch;
  private FakeRegistry registry;
  private Cargo cargo;
  private Path project;
  private CargoHome home;
  private HomeCommand command;

  @BeforeEach
  void fill() throws Exception {
    registry = FakeRegistry.start().publish(CrateBuilder.crate("foo", "1.0.0").build());
    cargo =
        Cargo.fresh(RealCargo.stable(), scratch)
            .mirror(registry.indexUrl())
            .environment("RUSTC_BOOTSTRAP", "1");
    project = CargoProject.create(scratch, DEPENDENCY);
    home = new CargoHome(cargo.home().toRealPath());
    command = HomeCommand.on(home.root(), scratch).now(Collecting.afterGrace());
    run(FETCH).expectSuccess();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private Cargo.Result run(List<String> arguments) throws Exception {
    return cargo.run(project, arguments.toArray(String[]::new));
  }

  private LockAttempt acquire(LockMode mode) throws IOException {
    return new CargoLocks(home, Posix.system(), _ -> {}).acquire(mode, new Patience.None());
  }

  /// What comes of trying; what is got is given back.
  private LockAttempt attempt(LockMode mode) throws IOException {
    LockAttempt attempt = acquire(mode);
    if (attempt instanceof Held(HeldLock lock)) {
      lock.close();
    }
    return attempt;
  }

  private HeldLock hold(LockMode mode) throws IOException {
    LockAttempt attempt = acquire(mode);
    assertThat(attempt).isInstanceOf(Held.class);
    return ((Held) attempt).lock();
  }

  private static String blocking(String what) {
    return "    Blocking waiting for file lock on " + what + "\n";
  }

  private static String name(LockMode held, List<String> wanted) {
    return "cargo " + String.join(" ", wanted) + " beside " + held;
  }

  @TestFactory
  Stream<DynamicTest> cargo_besideALockOfOursThatGoesWithIt_passes() {
    return Stream.of(FETCH, CHECK)
        .map(wanted -> DynamicTest.dynamicTest(name(SHARED, wanted), () -> pass(wanted)));
  }

  private void pass(List<String> wanted) throws Exception {
    try (HeldLock _ = hold(SHARED)) {
      assertThat(run(wanted).expectSuccess().stderr()).doesNotContain("Blocking");
    }
  }

  @TestFactory
  Stream<DynamicTest> cargo_besideALockOfOursThatExcludesIt_waitsAndSaysForWhat() {
    return Stream.of(
        waits(SHARED, CLEAN, MUTATION),
        waits(DOWNLOAD_EXCLUSIVE, FETCH, DOWNLOAD),
        waits(DOWNLOAD_EXCLUSIVE, CHECK, DOWNLOAD),
        waits(DOWNLOAD_EXCLUSIVE, CLEAN, DOWNLOAD),
        waits(MUTATE_EXCLUSIVE, FETCH, DOWNLOAD),
        waits(MUTATE_EXCLUSIVE, CHECK, DOWNLOAD),
        waits(MUTATE_EXCLUSIVE, CLEAN, MUTATION));
  }

  private DynamicTest waits(LockMode held, List<String> wanted, String what) {
    return DynamicTest.dynamicTest(name(held, wanted), () -> await(held, wanted, what));
  }

  private void await(LockMode held, List<String> wanted, String what) throws Exception {
    try (RunningCargo waiting = startBeside(held, wanted, what)) {
      waiting.awaitEnd().expectSuccess();
    }
  }

  /// Starts cargo beside a lock, which is given back when it says that it waits.
  private RunningCargo startBeside(LockMode held, List<String> wanted, String what)
      throws Exception {
    try (HeldLock _ = hold(held)) {
      RunningCargo waiting = cargo.start(project, wanted.toArray(String[]::new));
      Eventually.until("cargo waits", () -> waiting.stderr().contains(blocking(what)));
      assertThat(waiting.isRunning()).isTrue();
      return waiting;
    }
  }

  @Test
  void cargo_holderKilled_goesOnAtOnce() throws Exception {
    try (LockHolder holder = LockHolder.start(home.root(), MUTATE_EXCLUSIVE);
        RunningCargo waiting = cargo.start(project, "fetch")) {
      Eventually.until("cargo waits", () -> waiting.stderr().contains(blocking(DOWNLOAD)));
      long killed = System.nanoTime();
      holder.kill();
      waiting.awaitEnd().expectSuccess();
      assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(AT_ONCE);
    }
  }

  @Test
  void acquire_besideABuild_findsItShared() throws Exception {
    try (WaitingBuild build = WaitingBuild.start(cargo, scratch, DEPENDENCY)) {
      assertThat(attempt(MUTATE_EXCLUSIVE)).isEqualTo(new Busy(MUTATION));
      hold(DOWNLOAD_EXCLUSIVE).close();
      hold(SHARED).close();
      build.finish().expectSuccess();
      hold(MUTATE_EXCLUSIVE).close();
    }
  }

  @Test
  void acquire_besideADownload_findsItLocked() throws Exception {
    registry.publish(CrateBuilder.crate("bar", "1.0.0").build());
    Path other = CargoProject.create(scratch, "[dependencies]\nbar = \"1\"\n");
    Hook hanging = registry.when("/dl/.*").then(Fault.hang());
    try (RunningCargo downloading = cargo.start(other, "fetch")) {
      Eventually.until("cargo downloads", () -> hanging.strikes() > 0);
      assertThat(attempt(MUTATE_EXCLUSIVE)).isEqualTo(new Busy(DOWNLOAD));
      assertThat(attempt(DOWNLOAD_EXCLUSIVE)).isEqualTo(new Busy(DOWNLOAD));
      hold(SHARED).close();
      hanging.release();
      downloading.awaitEnd().expectSuccess();
    }
    hold(MUTATE_EXCLUSIVE).close();
  }

  /// A lock of SQLite on cargo's database makes its collection wait with cargo's locks held.
  @Test
  void acquire_besideACollectionOfCargo_findsAllLocked() throws Exception {
    try (DatabaseLock _ = DatabaseLock.take(home);
        RunningCargo cleaning = cargo.start(project, CLEAN.toArray(String[]::new))) {
      Eventually.until(
          "cargo collects", () -> attempt(DOWNLOAD_EXCLUSIVE).equals(new Busy(DOWNLOAD)));
      assertThat(attempt(MUTATE_EXCLUSIVE)).isEqualTo(new Busy(MUTATION));
      assertThat(attempt(SHARED)).isEqualTo(new Busy(SHARE));
      assertThat(cleaning.isRunning()).isTrue();
    }
  }

  @Test
  void gc_besideABuild_isBusyAtOnce() throws Exception {
    try (WaitingBuild build = WaitingBuild.start(cargo, scratch, DEPENDENCY)) {
      HomeCommand.Result busy = collect().expect(4);
      assertThat(busy.duration()).isLessThan(AT_ONCE);
      assertThat(build.isRunning()).isTrue();
      build.finish().expectSuccess();
    }
  }

  @Test
  void gc_besideABuildWithBoundedPatience_waitsThatLong() throws Exception {
    try (WaitingBuild build = WaitingBuild.start(cargo, scratch, DEPENDENCY)) {
      HomeCommand.Result busy = collect("--wait=2 seconds").expect(4);
      assertThat(busy.stderr()).contains(blocking(MUTATION));
      assertThat(busy.duration()).isGreaterThan(Duration.ofSeconds(2));
      build.finish().expectSuccess();
    }
  }

  private HomeCommand.Result collect(String... more) throws Exception {
    return command.run(Collecting.everything(more));
  }
}
