package dev.cratehold.home.lock;

import static dev.cratehold.home.lock.LockMode.DOWNLOAD_EXCLUSIVE;
import static dev.cratehold.home.lock.LockMode.MUTATE_EXCLUSIVE;
import static dev.cratehold.home.lock.LockMode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.lock.LockAttempt.Busy;
import dev.cratehold.home.lock.LockAttempt.Held;
import dev.cratehold.home.lock.LockAttempt.Refused;
import dev.cratehold.posix.Capability;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Two of these stand for two processes: each opens the files for itself.
final class CargoLocksTest {
  private static final Patience NONE = new Patience.None();

  @TempDir private Path directory;
  private final List<String> said = new ArrayList<>();
  private CargoHome home;
  private CargoLocks first;
  private CargoLocks second;

  @BeforeEach
  void openTwice() throws IOException {
    home = new CargoHome(directory.toRealPath());
    first = locks();
    second = locks();
  }

  private CargoLocks locks() {
    return new CargoLocks(home, Posix.system(), said::add);
  }

  private static HeldLock take(CargoLocks locks, LockMode mode) throws IOException {
    LockAttempt attempt = locks.acquire(mode, NONE);
    assertThat(attempt).isInstanceOf(Held.class);
    return ((Held) attempt).lock();
  }

  /// What is held, and what is wanted then.
  private record Pair(LockMode held, LockMode wanted) {
    /// What a test does with them.
    @FunctionalInterface
    interface Check {
      void run(LockMode held, LockMode wanted) throws IOException;
    }

    DynamicTest test(Check check) {
      return DynamicTest.dynamicTest(
          wanted + " and " + held + " before", () -> check.run(held, wanted));
    }
  }

  @TestFactory
  Stream<DynamicTest> acquire_besideWhatGoesWithIt_isHeld() {
    return Stream.of(
            new Pair(SHARED, SHARED),
            new Pair(SHARED, DOWNLOAD_EXCLUSIVE),
            new Pair(DOWNLOAD_EXCLUSIVE, SHARED))
        .map(pair ->
            pair.test((held, wanted) -> {
              try (HeldLock _ = take(first, held)) {
                take(second, wanted).close();
              }
            }));
  }

  @TestFactory
  Stream<DynamicTest> acquire_besideWhatExcludesIt_isBusyInCargosWords() {
    return Stream.of(
        busy(new Pair(SHARED, MUTATE_EXCLUSIVE), "package cache mutation"),
        busy(new Pair(DOWNLOAD_EXCLUSIVE, DOWNLOAD_EXCLUSIVE), "package cache"),
        busy(new Pair(DOWNLOAD_EXCLUSIVE, MUTATE_EXCLUSIVE), "package cache"),
        busy(new Pair(MUTATE_EXCLUSIVE, SHARED), "shared package cache"),
        busy(new Pair(MUTATE_EXCLUSIVE, DOWNLOAD_EXCLUSIVE), "package cache"),
        busy(new Pair(MUTATE_EXCLUSIVE, MUTATE_EXCLUSIVE), "package cache mutation"));
  }

  private DynamicTest busy(Pair pair, String what) {
    return pair.test((held, wanted) -> {
      try (HeldLock _ = take(first, held)) {
        assertThat(second.acquire(wanted, NONE)).isEqualTo(new Busy(what));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> acquire_nestedInWhatHoldsIt_isHeldUntilTheOuterOneEnds() {
    return Stream.of(
            new Pair(SHARED, SHARED),
            new Pair(SHARED, DOWNLOAD_EXCLUSIVE),
            new Pair(DOWNLOAD_EXCLUSIVE, DOWNLOAD_EXCLUSIVE),
            new Pair(MUTATE_EXCLUSIVE, SHARED),
            new Pair(MUTATE_EXCLUSIVE, DOWNLOAD_EXCLUSIVE),
            new Pair(MUTATE_EXCLUSIVE, MUTATE_EXCLUSIVE))
        .map(pair -> pair.test(this::nest));
  }

  private void nest(LockMode outer, LockMode inner) throws IOException {
    try (HeldLock _ = take(first, outer)) {
      take(first, inner).close();
      assertThat(second.acquire(MUTATE_EXCLUSIVE, NONE)).isInstanceOf(Busy.class);
    }
    take(second, MUTATE_EXCLUSIVE).close();
  }

  @TestFactory
  Stream<DynamicTest> acquire_nestedInTheWrongOrder_isADefect() {
    return Stream.of(
            new Pair(DOWNLOAD_EXCLUSIVE, SHARED),
            new Pair(DOWNLOAD_EXCLUSIVE, MUTATE_EXCLUSIVE),
            new Pair(SHARED, MUTATE_EXCLUSIVE))
        .map(pair -> pair.test(this::nestWrongly));
  }

  private void nestWrongly(LockMode outer, LockMode inner) throws IOException {
    try (HeldLock _ = take(first, outer)) {
      assertThatThrownBy(() -> first.acquire(inner, NONE))
          .isInstanceOf(IllegalStateException.class);
    }
    take(second, MUTATE_EXCLUSIVE).close();
  }

  @Test
  void acquire_secondFileBusy_givesTheFirstBack() throws IOException {
    try (HeldLock _ = take(first, DOWNLOAD_EXCLUSIVE)) {
      assertThat(second.acquire(MUTATE_EXCLUSIVE, NONE)).isEqualTo(new Busy("package cache"));
      take(locks(), SHARED).close();
    }
    take(second, MUTATE_EXCLUSIVE).close();
  }

  @Test
  void close_twice_givesBackOnce() throws IOException {
    HeldLock outer = take(first, SHARED);
    HeldLock inner = take(first, SHARED);
    inner.close();
    inner.close();
    assertThat(second.acquire(MUTATE_EXCLUSIVE, NONE)).isInstanceOf(Busy.class);
    outer.close();
    take(second, MUTATE_EXCLUSIVE).close();
  }

  @Test
  void close_always_leavesTheFiles() throws IOException {
    take(first, MUTATE_EXCLUSIVE).close();
    assertThat(home.mutateLock()).isEmptyFile();
    assertThat(home.downloadLock()).isEmptyFile();
  }

  @Test
  void acquire_withoutPatience_saysNothing() throws IOException {
    try (HeldLock _ = take(first, SHARED)) {
      second.acquire(MUTATE_EXCLUSIVE, NONE);
    }
    assertThat(said).isEmpty();
  }

  @Test
  void acquire_withPatience_saysOnceWhatItWaitsFor() throws IOException {
    AtomicLong now = new AtomicLong();
    CargoLocks patient =
        new CargoLocks(home, Posix.system(), said::add, new Polling(now::get, now::addAndGet));
    try (HeldLock _ = take(first, SHARED)) {
      assertThat(patient.acquire(MUTATE_EXCLUSIVE, new Patience.Bounded(Duration.ofSeconds(3))))
          .isEqualTo(new Busy("package cache mutation"));
    }
    assertThat(said).containsExactly("package cache mutation");
    assertThat(now).hasValue(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void acquire_givenBackMeanwhile_isHeld() throws IOException {
    HeldLock held = take(first, SHARED);
    Polling closing = new Polling(System::nanoTime, _ -> closeUnchecked(held));
    CargoLocks patient = new CargoLocks(home, Posix.system(), said::add, closing);
    Patience second = new Patience.Bounded(Duration.ofMinutes(1));
    assertThat(patient.acquire(MUTATE_EXCLUSIVE, second)).isInstanceOf(Held.class);
  }

  private static void closeUnchecked(HeldLock held) {
    try {
      held.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void acquire_forever_waitsInTheKernel() throws Exception {
    HeldLock held = take(first, SHARED);
    CargoLocks waiting = new CargoLocks(home, Posix.system(), _ -> closeUnchecked(held));
    assertThat(waiting.acquire(MUTATE_EXCLUSIVE, new Patience.Forever())).isInstanceOf(Held.class);
  }

  @Test
  void acquire_longestPatience_doesNotOverflow() throws IOException {
    Patience longest = new Patience.Bounded(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(first.acquire(MUTATE_EXCLUSIVE, longest)).isInstanceOf(Held.class);
  }

  @Test
  void acquire_withoutFlock_refusesToMutateOnly() throws IOException {
    CargoLocks without = new CargoLocks(home, Posix.system().without(Capability.FLOCK), said::add);
    assertThat(without.acquire(MUTATE_EXCLUSIVE, NONE))
        .isEqualTo(new Refused(Exclusiveness.NO_FLOCK));
    take(without, SHARED).close();
    take(without, DOWNLOAD_EXCLUSIVE).close();
  }

  @TestFactory
  Stream<DynamicTest> acquire_partIsASymbolicLink_isRefused() {
    return Stream.of("registry", "git/db")
        .map(part -> DynamicTest.dynamicTest(part, () -> refuseLink(part)));
  }

  private void refuseLink(String part) throws IOException {
    Path link = home.root().resolve(part);
    Files.createDirectories(link.resolveSibling(""));
    Files.createSymbolicLink(link, home.root());
    assertThat(first.acquire(MUTATE_EXCLUSIVE, NONE))
        .isEqualTo(
            new Refused(
                link + " is a symbolic link, so other homes may share it with locks of their own"));
    Files.delete(link);
  }

  @Test
  void acquire_lockFileIsADirectory_isRefused() throws IOException {
    Files.createDirectory(home.mutateLock());
    assertThat(first.acquire(MUTATE_EXCLUSIVE, NONE))
        .isEqualTo(
            new Refused("the lock file " + home.mutateLock() + " cannot be opened for writing"));
  }

  @Test
  void acquire_noHome_isRefused() throws IOException {
    CargoHome none = new CargoHome(home.root().resolve("none"));
    assertThat(new CargoLocks(none, Posix.system(), said::add).acquire(MUTATE_EXCLUSIVE, NONE))
        .isEqualTo(new Refused("there is no Cargo home at " + none.root()));
  }
}
