package dev.cratehold.acceptance.cratesio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.acceptance.HomeCommand;
import dev.cratehold.testing.Cargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cratehold home` on a Cargo home that the real cargo filled by building a published application.
@Tag("cratesio")
class HomeOfApplicationTest {
  private static final PublishedApplication APPLICATION = PublishedApplication.SMALLEST;
  private static final String REGISTRY = "index.crates.io-1949cf8c6b5b557f";

  @TempDir private Path scratch;
  private Path project;
  private Cargo cargo;
  private int targets;

  @BeforeEach
  void build() throws Exception {
    project = APPLICATION.unpack(scratch);
    cargo = CratesIo.direct(scratch);
    buildAnew().expectSuccess();
    cargo.run(project, "fetch", "--locked").expectSuccess();
  }

  @Test
  void showAndTop_afterABuild_countWhatCargoDownloaded() throws Exception {
    String shown = home().run("show", "--json").expect(0).stdout();
    String scanned = home().run("show", "--scan", "--json").expect(0).stdout();
    String top = home().run("top", "-n", "3", "--projects", project.toString()).expect(0).stdout();

    assertThat(shown).contains("\"" + REGISTRY + "\"");
    assertThat(scanned).contains("\"" + REGISTRY + "\"");
    assertThat(top.lines().filter(line -> line.contains("sd"))).isNotEmpty();
    assertThat(cargo.downloads()).hasSize(APPLICATION.lockedPackages());
  }

  @Test
  void gc_twoMonthsLater_takesTheSourcesAndAnOfflineBuildMakesThemAgain() throws Exception {
    HomeCommand later = home().now(inDays(60));
    long before = sources();

    String plan = later.run("gc", "--dry-run", "--json").expect(0).stdout();
    assertThat(sources()).isEqualTo(before);
    later.run("gc").expect(0);

    assertThat(plan.split("\"kind\":\"src\"", -1)).hasSize((int) before + 1);
    assertThat(sources()).isZero();
    assertThat(cargo.downloads()).hasSize(APPLICATION.lockedPackages());
    buildAnew("--offline").expectSuccess();
    assertThat(sources()).isPositive();
  }

  @Test
  void undo_afterAGcOfEverything_bringsBackWhatAnOfflineBuildNeeds() throws Exception {
    HomeCommand later = home().now(inDays(200));
    later.run("gc", "--keep-undo").expect(0);
    assertThat(sources()).isZero();
    assertThat(cargo.downloads()).isEmpty();
    buildAnew("--offline").expectFailure();

    later.run("undo").expect(0);

    assertThat(cargo.downloads()).hasSize(APPLICATION.lockedPackages());
    buildAnew("--offline").expectSuccess();
  }

  @Test
  void gc_rightAfterABuildWithAllAgesZero_keepsEverythingByTheGrace() throws Exception {
    home().run("gc", "--max-download-age", "0 days").expect(0);

    assertThat(cargo.downloads()).hasSize(APPLICATION.lockedPackages());
    buildAnew("--offline").expectSuccess();
  }

  @Test
  void clear_ofEachPart_leavesWhatABuildMakesAgain() throws Exception {
    for (String part : new String[] {"src", "git-checkouts", "git-db", "git", "build", "logs"}) {
      home().run("clear", part).expect(0);
      buildAnew("--offline").expectSuccess();
    }
    for (String part : new String[] {"crates", "index", "registry", "all"}) {
      home().run("clear", part).expect(0);
      buildAnew("--offline").expectFailure();
      buildAnew().expectSuccess();
    }
    assertThat(cargo.home().resolve("registry/src")).isNotEmptyDirectory();
  }

  private HomeCommand home() {
    return HomeCommand.on(cargo.home(), scratch);
  }

  private static long inDays(int days) {
    return Instant.now().plus(Duration.ofDays(days)).getEpochSecond();
  }

  /// Checks the application and everything it needs, into a target directory of its own.
  private Cargo.Result buildAnew(String... options) throws IOException, InterruptedException {
    cargo.environment("CARGO_TARGET_DIR", scratch.resolve("target-" + targets++).toString());
    String[] command =
        Stream.concat(Stream.of("check", "--locked"), Stream.of(options)).toArray(String[]::new);
    return cargo.run(project, command);
  }

  private long sources() throws IOException {
    Path directory = cargo.home().resolve("registry/src").resolve(REGISTRY);
    if (!Files.exists(directory)) {
      return 0;
    }
    try (Stream<Path> packages = Files.list(directory)) {
      return packages.count();
    }
  }
}
