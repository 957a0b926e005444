package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 9 of the Cargo home, and what follows from it: after each collection and each `clear` the
/// real cargo builds, without a network where nothing was lost that only a network has.
class HomeCollectThenBuildTest {
  private static final long NOW = 1_790_000_000L;
  private static final long DAY = 86_400;
  private static final List<String> AGES_ZERO = List.of("--max-download-age", "0 days");

  @TempDir private Path scratch;
  private FakeRegistry registry;
  private Cargo cargo;
  private Path project;

  @BeforeEach
  void build() throws Exception {
    registry =
        FakeRegistry.start()
            .publish(CrateBuilder.crate("one", "1.0.0").build())
            .publish(CrateBuilder.crate("two", "1.0.0").build());
    cargo =
        Cargo.fresh(RealCargo.stable(), scratch)
            .mirror(registry.indexUrl())
            .environment("CARGO_CACHE_AUTO_CLEAN_FREQUENCY", "never");
    project = CargoProject.create(scratch, "[dependencies]\none = \"1\"\ntwo = \"1\"\n");
    check(NOW).expectSuccess();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  /// Compiles everything, in the end.
  private Cargo.Result check(long now, String... options) throws Exception {
    assertThat(
            new ProcessBuilder("rm", "-rf", project.resolve("target").toString()).start().waitFor())
        .isZero();
    cargo.environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(now));
    String[] command = new String[options.length + 1];
    command[0] = "check";
    System.arraycopy(options, 0, command, 1, options.length);
    return cargo.run(project, command);
  }

  private HomeCommand.Result home(long now, String... arguments) throws Exception {
    return HomeCommand.on(cargo.home(), scratch).now(now).run(arguments).expect(0);
  }

  private HomeCommand.Result gc(long now, List<String> ages, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("gc"));
    arguments.addAll(ages);
    arguments.addAll(List.of(more));
    return home(now, arguments.toArray(String[]::new));
  }

  private long files(String part) throws IOException {
    try (var all = Files.walk(cargo.home().resolve(part))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void gc_agesZeroRightAfterAFetch_offlineBuildSucceeds() throws Exception {
    gc(NOW + 60, AGES_ZERO);

    check(NOW + 60, "--offline").expectSuccess();
  }

  @Test
  void gc_agesZeroWithoutGrace_onlyANetworkHelps() throws Exception {
    gc(NOW + 60, AGES_ZERO, "--grace", "0 seconds");

    check(NOW + 60, "--offline").expectFailure();
    check(NOW + 60).expectSuccess();
  }

  @Test
  void gc_afterFortyDays_offlineBuildMakesTheSourcesAgain() throws Exception {
    gc(NOW + 40 * DAY, List.of());

    assertThat(files("registry/src")).isZero();
    assertThat(check(NOW + 40 * DAY, "--offline").expectSuccess().stderr())
        .doesNotContain("warning");
  }

  @Test
  void gc_afterAHundredDays_onlineBuildFetchesAll() throws Exception {
    gc(NOW + 100 * DAY, List.of());

    assertThat(files("registry/cache")).isZero();
    assertThat(check(NOW + 100 * DAY).expectSuccess().stderr()).doesNotContain("warning");
  }

  @Test
  void gc_keepForTheProject_offlineBuildSucceedsAfterAHundredDays() throws Exception {
    gc(NOW + 100 * DAY, List.of(), "--keep-for", project.toString());

    check(NOW + 100 * DAY, "--offline").expectSuccess();
  }

  @Test
  void gc_indexEntriesWithTheProjectsLockFile_offlineBuildSucceeds() throws Exception {
    gc(NOW + 2 * DAY, List.of(), "--index-entries", "--keep-for", project.toString());

    check(NOW + 2 * DAY, "--offline").expectSuccess();
  }

  @Test
  void gc_withUndo_offlineBuildSucceedsAfterTheUndo() throws Exception {
    gc(NOW + 100 * DAY, List.of(), "--keep-undo");
    home(NOW + 100 * DAY, "undo");

    check(NOW + 100 * DAY, "--offline").expectSuccess();
  }

  @Test
  void clear_src_offlineBuildSucceeds() throws Exception {
    home(NOW, "clear", "src");

    assertThat(files("registry/src")).isZero();
    check(NOW, "--offline").expectSuccess();
  }

  @Test
  void clear_lastUse_offlineBuildSucceedsWithoutAWarning() throws Exception {
    home(NOW, "clear", "last-use");

    assertThat(check(NOW, "--offline").expectSuccess().stderr()).doesNotContain("warning");
  }

  @Test
  void clear_crates_onlyANetworkHelps() throws Exception {
    expectThatOnlyANetworkHelpsAfter("crates");
  }

  @Test
  void clear_index_onlyANetworkHelps() throws Exception {
    expectThatOnlyANetworkHelpsAfter("index");
  }

  @Test
  void clear_registry_onlyANetworkHelps() throws Exception {
    expectThatOnlyANetworkHelpsAfter("registry");
  }

  @Test
  void clear_all_onlyANetworkHelps() throws Exception {
    expectThatOnlyANetworkHelpsAfter("all");
  }

  private void expectThatOnlyANetworkHelpsAfter(String part) throws Exception {
    home(NOW, "clear", part);

    check(NOW, "--offline").expectFailure();
    assertThat(check(NOW).expectSuccess().stderr()).doesNotContain("warning");
  }
}
