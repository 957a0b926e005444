package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.acceptance.HomeTrial.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The behaviours 12 to 24 of cargo's collection: when it collects by itself. Ours in its place is
/// `gc --cargo-compat` without options, ours by default `gc --auto`.
class HomeAutoBehaviourTest {
  private static final long NOW = 1_790_000_000L;
  private static final long DAY = 86_400;
  private static final String FREQUENCY = "CARGO_CACHE_AUTO_CLEAN_FREQUENCY";

  @TempDir private Path scratch;
  private TimedCargo cargo;
  private Path one;
  private Path both;
  private Path idle;

  @BeforeEach
  void start() throws Exception {
    // While the state is made, nothing is collected.
    cargo = TimedCargo.start(scratch).environment(FREQUENCY, "never");
    one = cargo.project("one = \"1\"");
    both = cargo.project("one = \"1\"\ntwo = \"1\"");
    idle = cargo.project("");
  }

  @AfterEach
  void stop() {
    cargo.close();
  }

  @Test
  void b12_afterTwoMonths_unusedSourcesGoAndAfterThreeTheirCrates() throws Exception {
    cargo.run(NOW, both, "fetch");

    cargo.run(NOW + 60 * DAY, one, "fetch");
    expectOfAll(at(61), List.of(src("two")));
    cargo.run(NOW + 94 * DAY, one, "fetch");
    expectOfAll(at(95), List.of(crate("two"), src("two")));
  }

  @Test
  void b13_agesInTheConfiguration_areReadByCargoOnlyIfItIsTold() throws Exception {
    cargo.run(NOW, both, "fetch");
    cargo.config("[cache.global-clean]\nmax-src-age = \"1 day\"\n");

    assertThat(at(10).cargoIn(idle, "check").done().gone()).isEmpty();
    assertThat(at(10).both().done().gone()).containsExactly(src("one"), src("two"));
    assertThat(at(10).ours("gc", "--auto").done().gone()).containsExactly(src("one"), src("two"));
  }

  @Test
  void b13_agesInTheOldTable_areReadByNobody() throws Exception {
    cargo.run(NOW, both, "fetch");
    cargo.config("[gc.auto]\nmax-src-age = \"1 day\"\n");

    expectOfAll(at(10), List.of());
  }

  @Test
  void b14_agesInTheConfigurationWithTheirFeature_areReadByAll() throws Exception {
    cargo.run(NOW, both, "fetch");
    cargo.config("[cache.global-clean]\nmax-src-age = \"1 day\"\n\n[unstable]\ngc = true\n");

    expectOfAll(at(10), List.of(src("one"), src("two")));
  }

  @Test
  void b15_frequencyNever_collectsNothingByItself() throws Exception {
    cargo.run(NOW, both, "fetch");
    cargo.config("[cache]\nauto-clean-frequency = \"never\"\n");

    assertThat(at(300).cargoIn(idle, "check").done().gone()).isEmpty();
    assertThat(at(300).ours("gc", "--auto").done().gone()).isEmpty();
    assertThat(at(300).both().done().gone()).isNotEmpty();
  }

  @Test
  void b16_frequencyInTheEnvironment_winsOverTheConfiguration() throws Exception {
    cargo.run(NOW, both, "fetch");
    cargo.config("[cache]\nauto-clean-frequency = \"never\"\n");

    expectOfAll(at(61).environment(FREQUENCY, "1 day"), List.of(src("one"), src("two")));
  }

  @Test
  void b17_indexUnusedForFourMonths_goesWithAllOfIt() throws Exception {
    cargo.run(NOW, both, "fetch");

    expectOfAll(
        at(122),
        List.of(
            "registry/cache/" + cargo.index(),
            "registry/index/" + cargo.index(),
            "registry/src/" + cargo.index()));
  }

  @Test
  void b18_indexUnusedForTwoMonths_stays() throws Exception {
    cargo.run(NOW, idle, "fetch");
    cargo.run(NOW, both, "generate-lockfile");

    expectOfAll(at(61), List.of());
  }

  @Test
  void b19_checkoutsGoAfterAMonthAndTheCloneAfterThree() throws Exception {
    GitRepository repository = GitRepository.create(scratch.resolve("dep"), "dep");
    String first = repository.head();
    String second = repository.commit("pub fn second() {}\n");
    cargo.run(NOW, cargo.project(repository.dependency("dep", first)), "fetch");
    cargo.run(NOW + 35 * DAY, cargo.project(repository.dependency("dep", second)), "fetch");

    String checkouts = "git/checkouts/" + cargo.repository();
    expectOfAll(at(36), List.of(checkouts + "/" + first.substring(0, 7)));
    expectOfAll(at(35 + 93), List.of(checkouts, "git/db/" + cargo.repository()));
  }

  @Test
  void b20_checkAndFetch_bothCollect() throws Exception {
    cargo.run(NOW, both, "fetch");

    for (String command : List.of("check", "fetch")) {
      assertThat(at(61).cargoIn(idle, command).done().gone())
          .containsExactly(src("one"), src("two"));
    }
    expectOfAll(at(61), List.of(src("one"), src("two")));
  }

  @Test
  void b21_indexesFromGit_goAsTheOthers() throws Exception {
    String directory = cargo.addGitRegistry(scratch.resolve("index"), "old");
    cargo.run(NOW, cargo.project("one = { version = \"1\", registry = \"old\" }"), "fetch");
    cargo.run(NOW, both, "fetch");

    Outcome gone = at(122).cargoIn(idle, "check").done();

    assertThat(gone.after().rows()).isEmpty();
    assertThat(gone.gone())
        .contains("registry/index/" + directory, "registry/index/" + cargo.mirrorIndex());
    expectOfAll(at(122), List.copyOf(gone.gone()));
  }

  @Test
  void b22_offline_collectsNothingUntilTheNextTimeOnline() throws Exception {
    cargo.run(NOW, both, "fetch");

    assertThat(at(61).cargoIn(idle, "check", "--offline").done().gone()).isEmpty();
    HomeTrial offline = at(61).environment("CARGO_NET_OFFLINE", "true");
    assertThat(offline.cargoIn(idle, "check").done().gone()).isEmpty();
    assertThat(offline.ours("gc", "--auto").done().gone()).isEmpty();
    expectOfAll(at(61), List.of(src("one"), src("two")));
  }

  @Test
  void b23_firstRunWithoutADatabase_collectsNothing() throws Exception {
    cargo.run(NOW, both, "fetch");
    Files.delete(cargo.home().resolve(".global-cache"));

    assertThat(at(61).cargoIn(idle, "check").done().gone()).isEmpty();
    assertThat(at(61).both().done().gone()).isEmpty();
    assertThat(at(61).ours("gc", "--auto").done().gone()).isEmpty();
  }

  @Test
  void b24_secondRunOnTheSameDay_collectsNothing() throws Exception {
    cargo.run(NOW, both, "fetch");
    Outcome first = at(61).cargoIn(idle, "check").done();
    Outcome own = at(61).ours("gc", "--auto").done();
    for (Outcome outcome : List.of(first, own)) {
      assertThat(HomeState.query(outcome.home(), "SELECT last_auto_gc FROM global_data"))
          .containsExactly(Long.toString(NOW + 61 * DAY));
      HomeState.change(outcome.home(), "UPDATE registry_crate SET timestamp = 0");
    }
    long later = NOW + 61 * DAY + 3600;

    HomeTrial afterCargo = HomeTrial.of(first.home(), scratch, later);
    assertThat(afterCargo.cargoIn(idle, "check").done().gone()).isEmpty();
    HomeTrial afterOurs = HomeTrial.of(own.home(), scratch, later);
    assertThat(afterOurs.cargoIn(idle, "check").done().gone()).isEmpty();
    assertThat(afterOurs.ours("gc", "--auto").done().gone()).isEmpty();
  }

  private HomeTrial at(int days) {
    return HomeTrial.of(cargo.home(), scratch, NOW + days * DAY);
  }

  private void expectOfAll(HomeTrial trial, List<String> gone) throws Exception {
    Outcome automatic = trial.cargoIn(idle, "check").done();
    assertThat(automatic.gone()).containsExactlyInAnyOrderElementsOf(gone);
    Outcome compat = trial.both().done();
    assertThat(compat.gone()).isEqualTo(automatic.gone());
    assertThat(compat.after().rows()).isEqualTo(automatic.after().rows());
    assertThat(trial.ours("gc", "--auto").done().gone()).containsExactlyInAnyOrderElementsOf(gone);
  }

  private String src(String name) throws Exception {
    return "registry/src/" + cargo.mirrorIndex() + "/" + name + "-1.0.0";
  }

  private String crate(String name) throws Exception {
    return "registry/cache/" + cargo.mirrorIndex() + "/" + name + "-1.0.0.crate";
  }
}
