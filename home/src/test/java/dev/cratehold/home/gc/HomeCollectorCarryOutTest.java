package dev.cratehold.home.gc;

import static dev.cratehold.home.gc.TestHome.crate;
import static dev.cratehold.home.gc.TestHome.days;
import static dev.cratehold.home.gc.TestHome.defaults;
import static dev.cratehold.home.gc.TestHome.src;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.gc.HomeReport.Carried;
import dev.cratehold.home.gc.HomeReport.End;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.home.trash.KeepUntil;
import dev.cratehold.home.trash.Trash;
import dev.cratehold.home.trash.TrashRun;
import dev.cratehold.posix.Capability;
import dev.cratehold.posix.Posix;
import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeCollectorCarryOutTest {
  @TempDir private Path scratch;
  private TestHome home;

  @BeforeEach
  void makeHome() throws IOException {
    home = new TestHome(scratch.resolve("home"));
    home.index(days(1)).used(src("a-1.0.0"), days(40)).used(crate("a-1.0.0"), days(100));
  }

  @Test
  void carryOut_plan_removesFilesAndRowsAndLeavesNoTrash() throws IOException {
    Carried report = home.collect(defaults());

    assertThat(report.end()).isEqualTo(End.COMPLETE);
    assertThat(report.removed()).hasSize(1);
    assertThat(report.freed().files()).isEqualTo(1);
    assertThat(report.freed().bytes()).isEqualTo(10);
    assertThat(home.has(src("a-1.0.0"))).isFalse();
    assertThat(home.tracked()).doesNotContain(src("a-1.0.0")).contains(crate("a-1.0.0"));
    try (var trash = Files.list(home.home.own().resolve("trash"))) {
      assertThat(trash).isEmpty();
    }
  }

  @Test
  void carryOut_usedSinceThePlan_isKept() throws IOException {
    HomePlan plan = home.plan(defaults());
    home.row(src("a-1.0.0"), Duration.ofMinutes(1));

    Carried report = (Carried) home.carryOut(plan, defaults());

    assertThat(report.used()).isEqualTo(1);
    assertThat(home.has(src("a-1.0.0"))).isTrue();
  }

  @Test
  void carryOut_crateWhoseSourceWasUsedSinceThePlan_isKept() throws IOException {
    CollectionOptions.Builder options = TestHome.age(ItemKind.CRATE, days(10));
    HomePlan plan = home.plan(options);
    home.row(src("a-1.0.0"), Duration.ofMinutes(1));

    Carried report = (Carried) home.carryOut(plan, options);

    assertThat(report.used()).isEqualTo(2);
    assertThat(home.has(crate("a-1.0.0"))).isTrue();
  }

  @Test
  void carryOut_indexUsedSinceThePlan_keepsWhatWasToGoWithIt() throws IOException {
    CollectionOptions.Builder options = TestHome.age(ItemKind.INDEX, Duration.ofHours(2));
    HomePlan plan = home.plan(options);
    home.row(ItemId.index(TestHome.REGISTRY), Duration.ofMinutes(1));

    Carried report = (Carried) home.carryOut(plan, options);

    assertThat(plan.victims()).hasSize(3);
    assertThat(report.used()).isEqualTo(3);
    assertThat(home.has(crate("a-1.0.0"))).isTrue();
  }

  @Test
  void carryOut_extractedAgainByACargoWithoutADatabase_isKept() throws IOException {
    HomePlan plan = home.plan(defaults());
    home.file(src("a-1.0.0"), Duration.ZERO);

    assertThat(((Carried) home.carryOut(plan, defaults())).used()).isEqualTo(1);
    assertThat(home.has(src("a-1.0.0"))).isTrue();
  }

  @Test
  void carryOut_vanishedSinceThePlan_countsItAndDeletesItsRow() throws IOException {
    HomePlan plan = home.plan(defaults());
    Files.delete(home.home.resolve(src("a-1.0.0")).resolve(".cargo-ok"));
    Files.delete(home.home.resolve(src("a-1.0.0")));

    Carried report = (Carried) home.carryOut(plan, defaults());

    assertThat(report.vanished()).isEqualTo(1);
    assertThat(home.tracked()).doesNotContain(src("a-1.0.0"));
  }

  @Test
  void carryOut_besideABuild_isBusyAndTouchesNothing() throws IOException {
    HomePlan plan = home.plan(defaults());
    CargoLocks build = new CargoLocks(home.home, Posix.system(), lock -> {});
    LockAttempt held = build.acquire(LockMode.SHARED, new Patience.None());

    try (var _ = ((LockAttempt.Held) held).lock()) {
      assertThat(home.carryOut(plan, defaults()))
          .isEqualTo(new HomeReport.Busy("package cache mutation"));
    }
    assertThat(home.has(src("a-1.0.0"))).isTrue();
  }

  @Test
  void carryOut_withoutFlock_isRefused() throws IOException {
    HomeCollector without =
        new HomeCollector(home.home, Posix.system().without(Capability.FLOCK), lock -> {});
    HomePlan plan = home.plan(defaults());

    HomeReport report = without.carryOut(plan, defaults().build(), HomeListener.NONE, () -> false);

    assertThat(report).isInstanceOf(HomeReport.Refused.class);
    assertThat(home.has(src("a-1.0.0"))).isTrue();
  }

  @Test
  void carryOut_stopped_saysWhatIsLeft() throws IOException {
    HomePlan plan = home.plan(defaults());

    HomeReport report =
        home.collector.carryOut(plan, defaults().build(), HomeListener.NONE, () -> true);

    assertThat(((Carried) report).end()).isEqualTo(End.STOPPED);
    assertThat(((Carried) report).left()).isEqualTo(1);
  }

  @Test
  void carryOut_oneItemCannotGo_theOthersGoAndItsParentStays() throws IOException {
    ItemId index = ItemId.index("other-0123456789abcdef");
    ItemId bad = ItemId.src("other-0123456789abcdef", "a-1.0.0");
    home.used(index, days(100)).used(bad, days(100));
    CollectionOptions.Builder options = defaults().keepUndo(days(1));
    HomePlan plan = home.plan(options);
    // What lies where the item must go keeps a rename from taking it there.
    Path real = scratch.resolve("real");
    Files.move(home.home.base(ItemKind.SRC).resolve("other-0123456789abcdef"), real);
    Files.createSymbolicLink(home.home.base(ItemKind.SRC).resolve("other-0123456789abcdef"), real);

    Carried report = (Carried) home.carryOut(plan, options);

    assertThat(report.failed())
        .singleElement()
        .satisfies(failure -> assertThat(failure.victim().entry().id()).isEqualTo(bad));
    assertThat(home.has(index)).isTrue();
    assertThat(home.tracked()).contains(index, bad);
    assertThat(home.has(src("a-1.0.0"))).isFalse();
  }

  @Test
  void carryOut_keepUndo_freesNothingAndNamesTheRun() throws IOException {
    Carried report = home.collect(defaults().keepUndo(days(1)));

    assertThat(report.undo()).isPresent();
    assertThat(report.freed()).isEqualTo(HomeReport.Freed.NOTHING);
  }

  @Test
  void carryOut_databaseThatCannotBeReadAnyMore_takesNothingUnseen() throws IOException {
    HomePlan plan = home.plan(defaults());
    Files.writeString(home.home.lastUseDatabase(), "damaged since, and long enough to be seen");

    assertThatThrownBy(() -> home.carryOut(plan, defaults())).isInstanceOf(IOException.class);
    assertThat(home.has(src("a-1.0.0"))).isTrue();
  }

  @Test
  void carryOut_listener_hearsOfEveryItemAndOfWhatWasFreed() throws IOException {
    StringBuilder heard = new StringBuilder();
    HomeListener listener =
        new HomeListener() {
          @Override
          public void removed(Victim<Candidate> victim) {
            heard.append(victim.entry().id()).append(';');
          }
        };

    home.collector.carryOut(home.plan(defaults()), defaults().build(), listener, () -> false);

    assertThat(heard).hasToString(src("a-1.0.0") + ";");
  }

  @Test
  void carryOut_sourceThatAloneShowedTheUse_leavesThatUseToItsCrate() throws IOException {
    home.collect(defaults());

    assertThat(home.rows())
        .filteredOn(row -> row.id().equals(crate("a-1.0.0")))
        .singleElement()
        .extracting(row -> row.timestamp())
        .isEqualTo(TestHome.NOW.minus(days(40)).getEpochSecond());
  }

  @Test
  void carryOut_twice_secondFindsNothing() throws IOException {
    home.collect(defaults());

    assertThat(home.plan(defaults()).isEmpty()).isTrue();
  }

  @Test
  void carryOut_checkoutWhoseNamesakesRowWasRenewedSinceThePlan_isKept() throws IOException {
    ItemId fork = ItemId.gitCheckout("fork-0123456789abcdef", "abcdef0");
    home.repository(days(1)).used(ItemId.gitDb(fork.directory()), days(1));
    home.row(TestHome.checkout("abcdef0"), days(40)).file(fork, days(40));
    HomePlan plan = home.plan(defaults());
    home.row(TestHome.checkout("abcdef0"), Duration.ofMinutes(1));

    home.carryOut(plan, defaults());

    assertThat(plan.victims()).extracting(victim -> victim.entry().id()).contains(fork);
    assertThat(home.has(fork)).isTrue();
  }

  @Test
  void carryOut_ghostThatCameBackBeforeTheLock_keepsItsRow() throws IOException {
    ItemId ghost = crate("b-1.0.0");
    home.row(ghost, days(1));
    HomePlan plan = home.plan(defaults());

    home.collector.carryOut(plan, defaults().build(), HomeListener.NONE, () -> comesBack(ghost));

    assertThat(plan.bookkeeping().ghosts()).containsExactly(ghost);
    assertThat(home.tracked()).contains(ghost).doesNotContain(src("a-1.0.0"));
  }

  private boolean comesBack(ItemId id) {
    try {
      home.file(id, Duration.ZERO);
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void carryOut_crateWhoseSourceIsGoneAndItsRowYounger_goes() throws IOException {
    home.used(crate("b-1.0.0"), days(100)).row(src("b-1.0.0"), days(50));

    home.collect(defaults());

    assertThat(home.has(crate("b-1.0.0"))).isFalse();
  }

  @Test
  void carryOut_crateWhoseSourceCameSinceThePlan_isKept() throws IOException {
    home.used(crate("b-1.0.0"), days(100));
    HomePlan plan = home.plan(defaults());
    home.used(src("b-1.0.0"), Duration.ofMinutes(1));

    home.carryOut(plan, defaults());

    assertThat(plan.victims()).extracting(victim -> victim.entry().id()).contains(crate("b-1.0.0"));
    assertThat(home.has(crate("b-1.0.0"))).isTrue();
  }

  @Test
  void clear_besideACargoWithoutLocks_isBusyHoweverLongTheGrace() throws IOException {
    assumeThat(Path.of("/proc/self/exe")).isSymbolicLink();
    Path cargo = Files.copy(Path.of("/bin/sleep"), scratch.resolve("cargo"));
    CollectionOptions options = defaults().grace(Duration.ofHours(1)).build();
    HomePlan plan =
        home.collector.clear(Set.of(ClearPart.SRC), options, TestHome.NOW, HomeListener.NONE);
    ProcessBuilder running = new ProcessBuilder(cargo.toString(), "60");
    running.environment().put("CARGO_HOME", home.home.root().toString());
    // It would count as a cargo that knows the lock, as all of today do.
    Files.writeString(cargo, ".package-cache-mutate", StandardOpenOption.APPEND);
    Process process = running.start();

    try {
      assertThat(home.collector.carryOut(plan, options, HomeListener.NONE, () -> false))
          .isInstanceOf(HomeReport.Busy.class);
    } finally {
      process.destroyForcibly();
    }
    assertThat(home.has(src("a-1.0.0"))).isTrue();
  }

  @Test
  void carryOut_keepUndoForLongerThanTheCalendarHas_keepsIt() throws IOException {
    Carried report = home.collect(defaults().keepUndo(Duration.ofSeconds(Long.MAX_VALUE)));

    assertThat(report.undo()).isPresent();
  }

  @Test
  void commit_rowsOfAnEarlierHoldWhoseThingCameBack_stay() throws IOException {
    HomePlan plan = home.plan(defaults());
    Trash trash = new Trash(home.home, Posix.system());

    try (TrashRun run = trash.begin(TestHome.NOW, 1, new KeepUntil.Nothing());
        LastUseDatabase database = LastUseDatabase.open(home.home, () -> TestHome.NOW)) {
      Removing removing = new Removing(home.home, plan, defaults().build(), run, HomeListener.NONE);
      removing.lockTaken();
      removing.detach(plan.victims().getFirst(), Optional.of(database));
      // The first hold ends without a database to write to, as after a failure.
      removing.commit(Optional.empty());
      home.file(src("a-1.0.0"), Duration.ZERO);
      removing.lockTaken();
      removing.commit(Optional.of(database));
    }

    assertThat(home.tracked()).contains(src("a-1.0.0"));
  }
}
