package dev.cratehold.mirror.prefetch;

import static dev.cratehold.mirror.prefetch.PrefetchFixture.entry;
import static dev.cratehold.mirror.prefetch.PrefetchFixture.id;
import static dev.cratehold.mirror.prefetch.PrefetchFixture.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.mirror.prefetch.PrefetchOptions.Dependencies;
import dev.cratehold.mirror.prefetch.PrefetchOptions.Mode;
import dev.cratehold.mirror.prefetch.Skipped.Reason;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateDependency;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrefetchTest {
  private static final TestCrate BAR = CrateBuilder.crate("bar", "1.0.0").build();
  private static final TestCrate FOO =
      CrateBuilder.crate("foo", "1.2.0").dependsOn("bar", "^1").build();

  @TempDir private Path data;

  @Test
  void run_list_fetchesTheNewestWithAllThatItMayNeed() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(
          CrateBuilder.crate("opt", "3.0.0").build(),
          CrateBuilder.crate("win", "0.1.5").build(),
          CrateBuilder.crate("make", "0.0.2").build(),
          CrateBuilder.crate("testing", "1.0.0").build(),
          CrateBuilder.crate("renamed", "1.0.0").build(),
          CrateBuilder.crate("bar", "1.0.0").build(),
          CrateBuilder.crate("bar", "1.9.0").build(),
          CrateBuilder.crate("bar", "1.10.0").build(),
          CrateBuilder.crate("bar", "2.0.0-rc.1").build(),
          CrateBuilder.crate("foo", "1.0.0").dependsOn("absent", "1").build(),
          CrateBuilder.crate("foo", "1.2.0")
              .dependsOn("bar", "^1")
              .dependsOn("bar", "<1.10")
              .dependsOn(CrateDependency.on("opt", "*").whenAsked())
              .dependsOn(CrateDependency.on("win", "0.1").onTarget("cfg(windows)"))
              .dependsOn(CrateDependency.on("make", "0.0.2").ofKind("build"))
              .dependsOn(CrateDependency.on("testing", "1").ofKind("dev"))
              .dependsOn(CrateDependency.on("renamed", "1").as("other"))
              .build());

      PrefetchReport report = fixture.list("foo");

      assertThat(report.failed()).isEmpty();
      assertThat(report.fetched())
          .map(each -> each.crate().name() + " " + each.crate().version())
          .containsExactly(
              "bar 1.9.0",
              "bar 1.10.0",
              "foo 1.2.0",
              "make 0.0.2",
              "opt 3.0.0",
              "renamed 1.0.0",
              "win 0.1.5");
      assertThat(report.fetched()).allMatch(each -> each.bytes() > 0);
      for (PrefetchReport.Fetched each : report.fetched()) {
        assertThat(fixture.store.holds(each.crate())).isTrue();
      }
    }
  }

  @Test
  void run_again_downloadsNothing() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(BAR, FOO);
      fixture.list("foo");
      fixture.registry.log().clear();

      PrefetchReport report = fixture.list("foo", "bar@1.0.0");

      assertThat(fixture.downloads()).isZero();
      assertThat(report.fetched()).isEmpty();
      assertThat(names(report.held())).containsExactly("bar 1.0.0", "foo 1.2.0");
      assertThat(report.crates()).hasSize(2);
    }
  }

  @Test
  void run_afterFetch_countsNeitherAsRequestNorAsUse() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(BAR);

      fixture.list("bar");

      assertThat(fixture.proxy.askedSince(fixture.clock.instant())).isEmpty();
    }
    try (Store store = Store.open(data, StoreOptions.defaults(), new FakeClock())) {
      assertThat(store.holdings().find(id(BAR)).orElseThrow().uses()).isZero();
    }
  }

  @Test
  void run_otherCase_isFetchedAsTheRegistrySpellsIt() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(CrateBuilder.crate("Foo_Big", "1.0.0").build());

      assertThat(names(fixture.list("foo_big").crates())).containsExactly("Foo_Big 1.0.0");
    }
  }

  @Test
  void run_cycle_ends() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(
          CrateBuilder.crate("a", "1.0.0").dependsOn("b", "1").build(),
          CrateBuilder.crate("b", "1.0.0")
              .dependsOn(CrateDependency.on("a", "1").whenAsked())
              .build());

      assertThat(names(fixture.list("a").crates())).containsExactly("a 1.0.0", "b 1.0.0");
    }
  }

  @Test
  void run_someFail_theOthersAreFetched() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      TestCrate broken = CrateBuilder.crate("broken", "1.0.0").build();
      fixture.registry.publish(
          BAR,
          FOO,
          broken,
          CrateBuilder.crate("gone", "1.0.0").yanked().build(),
          CrateBuilder.crate("needy", "1.0.0").dependsOn("bar", "^7").build());
      fixture.registry.when(broken).then(Fault.status(404));

      PrefetchReport report =
          fixture.list("absent", "foo", "bar@3.0.0", "bar@^2", "gone", "broken", "needy");

      assertThat(names(report.crates())).containsExactly("bar 1.0.0", "foo 1.2.0", "needy 1.0.0");
      assertThat(report.failed())
          .map(failure -> failure.source() + " " + failure.item())
          .containsExactly(
              "list:1 absent",
              "list:3 bar@3.0.0",
              "list:4 bar@^2",
              "needy@1.0.0 bar@^7",
              "list:6 broken@1.0.0",
              "list:5 gone");
      assertThat(report.failed())
          .map(PrefetchFailure::reason)
          .contains(
              "the registry has no crate absent",
              "there is no version 3.0.0; the newest is 1.0.0",
              "no version that is not yanked meets ^2; the newest is 1.0.0",
              "every version of it is yanked");
    }
  }

  @Test
  void run_exactYankedVersion_isFetched() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(CrateBuilder.crate("gone", "1.0.0").yanked().build());

      assertThat(names(fixture.list("gone@1.0.0").crates())).containsExactly("gone 1.0.0");
    }
  }

  @Test
  void run_optionThatCannotBeHad_isSkippedUnlessSomethingNeedsIt() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(
          CrateBuilder.crate("a", "1.0.0")
              .dependsOn(CrateDependency.on("old", "^1").whenAsked())
              .dependsOn(CrateDependency.on("lost", "^1").whenAsked())
              .dependsOn("b", "1")
              .build(),
          CrateBuilder.crate("b", "1.0.0").dependsOn("lost", "^1").build(),
          CrateBuilder.crate("old", "1.0.0").yanked().build());

      PrefetchReport report = fixture.list("a");

      assertThat(report.skipped())
          .containsExactly(new Skipped("old@^1", Reason.NO_SUCH_OPTION, "a@1.0.0"));
      assertThat(report.failed())
          .containsExactly(
              new PrefetchFailure("lost@^1", "b@1.0.0", "the registry has no crate lost"));
    }
  }

  @Test
  void run_dependencyOnAnotherRegistry_isNotFollowed() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      String line =
          """
          {"name":"a","vers":"1.0.0","deps":[\
          {"name":"private","req":"^1","registry":"https://corp.example/index"},\
          {"name":"bar","req":"^1","registry":"https://github.com/rust-lang/crates.io-index"}\
          ],"cksum":"{cksum}","features":{},"yanked":false}\
          """;
      fixture.registry.publish(BAR, CrateBuilder.crate("a", "1.0.0").indexLine(line).build());

      PrefetchReport report = fixture.list("a");

      assertThat(names(report.crates())).containsExactly("a 1.0.0", "bar 1.0.0");
      assertThat(report.skipped())
          .containsExactly(new Skipped("private@^1", Reason.OTHER_REGISTRY, "a@1.0.0"));
      assertThat(fixture.registry.log().matching(".*private.*")).isEmpty();
    }
  }

  @Test
  void run_withoutDependencies_fetchesTheCrateAlone() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(BAR, FOO);
      PrefetchOrder order = fixture.prefetch.reader().item("here", "foo");

      PrefetchReport report =
          fixture.prefetch.run(
              order, new PrefetchOptions(Mode.FETCH, Dependencies.LEFT, 1), PrefetchListener.NONE);

      assertThat(names(report.crates())).containsExactly("foo 1.2.0");
    }
  }

  @Test
  void run_rehearsal_fetchesIndexFilesAlone() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(BAR, FOO);
      fixture.list("bar");
      fixture.registry.log().clear();

      PrefetchReport report =
          fixture.run(
              fixture
                  .prefetch
                  .reader()
                  .list("list", "foo")
                  .plus(fixture.lockOrder(entry(BAR) + entry(FOO, "b".repeat(64)))),
              Mode.REHEARSE);

      assertThat(fixture.downloads()).isZero();
      assertThat(report.fetched()).map(each -> each.crate()).containsExactly(id(FOO));
      assertThat(report.held()).containsExactly(id(BAR));
      assertThat(report.failed()).hasSize(1);
    }
  }

  @Test
  void run_lockFile_fetchesWhatItNamesAndNothingElse() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      TestCrate newer = CrateBuilder.crate("foo", "1.3.0").build();
      fixture.registry.publish(BAR, FOO, newer);

      PrefetchReport report = fixture.lock(entry(FOO));

      assertThat(report.crates()).containsExactly(id(FOO));
      assertThat(report.failed()).isEmpty();
    }
  }

  @Test
  void run_lockedChecksumThatNeverWas_failsAndNamesBoth() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(BAR, FOO);

      PrefetchReport report = fixture.lock(entry(FOO, "b".repeat(64)) + entry(BAR));

      assertThat(report.crates()).containsExactly(id(BAR));
      assertThat(report.failed())
          .containsExactly(
              new PrefetchFailure(
                  "foo@1.2.0",
                  "Cargo.lock",
                  "the registry never had such a file with the checksum %s; its index lists the checksum %s"
                      .formatted("b".repeat(64), FOO.checksum())));
    }
  }

  @Test
  void run_lockedChecksumThatOnceWas_isStillHad() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(FOO, BAR);
      fixture.lock(entry(FOO));
      fixture.registry.replace(CrateBuilder.crate("foo", "1.2.0").payload(100, 1).build());
      fixture.clock.advance(Duration.ofMinutes(5));

      PrefetchReport report = fixture.lock(entry(FOO));

      assertThat(report.held()).containsExactly(id(FOO));
      assertThat(report.failed()).isEmpty();
    }
  }

  @Test
  void run_lockWithoutChecksum_takesTheIndexs() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(FOO);
      String withoutChecksum = entry(FOO).replaceAll("checksum = .*\n", "");

      assertThat(fixture.lock(withoutChecksum).crates()).containsExactly(id(FOO));
    }
  }

  @Test
  void run_upstreamGone_usesWhatIsHereAndSaysSo() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(BAR, FOO);
      fixture.list("foo");
      fixture.registry.stop();
      fixture.clock.advance(Duration.ofHours(1));

      PrefetchReport report = fixture.list("foo", "other");

      assertThat(names(report.held())).containsExactly("bar 1.0.0", "foo 1.2.0");
      assertThat(report.stale()).containsExactly("bar", "foo");
      assertThat(report.failed()).hasSize(1);
      assertThat(report.failed().getFirst().item()).isEqualTo("other");
    }
  }

  @Test
  void run_fullStore_givesUpAfterTheFirst() throws Exception {
    StoreOptions tiny = StoreOptions.defaults().withMaxBytes(1);
    try (PrefetchFixture fixture = new PrefetchFixture(data, tiny)) {
      for (int i = 0; i < 20; i++) {
        fixture.registry.publish(CrateBuilder.crate("crate" + i, "1.0.0").build());
      }
      String[] all = new String[20];
      for (int i = 0; i < all.length; i++) {
        all[i] = "crate" + i;
      }

      PrefetchReport report = fixture.list(all);

      assertThat(report.failed())
          .hasSize(20)
          .allMatch(failure -> failure.reason().contains("could not be stored"));
      assertThat(fixture.downloads()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void run_interrupted_endsAtOnceAndGoesOnNextTime() throws Exception {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      fixture.registry.publish(BAR, FOO);
      fixture.registry.when(FOO).then(Fault.hang());
      FutureTask<PrefetchReport> run = new FutureTask<>(() -> fixture.list("foo"));
      Thread thread = Thread.ofVirtual().start(run);
      fixture.registry.log().await(".*foo.*1\\.2\\.0.*", 1, Duration.ofSeconds(30));

      thread.interrupt();

      assertThatThrownBy(run::get).hasCauseInstanceOf(InterruptedException.class);
      fixture.registry.heal();
      assertThat(fixture.list("foo").failed()).isEmpty();
    }
  }

  @Test
  void order_empty_isNothing() throws IOException, InterruptedException {
    try (PrefetchFixture fixture = new PrefetchFixture(data)) {
      assertThat(fixture.list("# nothing").crates()).isEqualTo(List.of());
    }
  }
}
