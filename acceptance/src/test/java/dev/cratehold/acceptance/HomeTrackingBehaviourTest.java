package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The behaviours 7 to 11 of cargo's collection: what it writes down of each use, that we read it,
/// and that the library writes down the same.
class HomeTrackingBehaviourTest {
  private static final long NOW = 1_790_000_000L;

  @TempDir private Path scratch;
  private TimedCargo cargo;
  private Path project;

  @BeforeEach
  void start() throws Exception {
    cargo = TimedCargo.start(scratch);
    project = cargo.project("one = \"1\"");
  }

  @AfterEach
  void stop() {
    cargo.close();
  }

  @Test
  void b07_useOfChildren_isAUseOfTheirParents() throws Exception {
    GitRepository repository = GitRepository.create(scratch.resolve("dep"), "dep");
    Path git = cargo.project("one = \"1\"\n" + repository.dependency("dep", repository.head()));
    cargo.run(NOW, git, "fetch");
    Path copy = copy();
    long later = NOW + 1000;

    cargo.run(later, git, "fetch");
    markUsed(copy, later, repository.head().substring(0, 7));

    assertThat(cargo.state().rows())
        .contains("index %s @%d".formatted(cargo.index(), later))
        .contains("git-db %s @%d".formatted(cargo.repository(), later));
    assertThat(HomeState.of(copy).rows()).isEqualTo(cargo.state().rows());
  }

  private void markUsed(Path home, long at, String checkout) throws Exception {
    try (LastUseDatabase database =
        LastUseDatabase.open(new CargoHome(home), () -> Instant.ofEpochSecond(at))) {
      database.markUsed(
          Map.of(
              ItemId.crate(cargo.index(), "one-1.0.0.crate"), OptionalLong.empty(),
              ItemId.src(cargo.index(), "one-1.0.0"), OptionalLong.empty(),
              ItemId.gitCheckout(cargo.repository(), checkout), OptionalLong.empty()));
    }
  }

  @Test
  void b08_commandsThatNeedSources_writeDownIndexCrateAndSource() throws Exception {
    List<String> commands =
        List.of("check", "fetch", "tree", "metadata", "vendor --respect-source-config");
    for (String command : commands) {
      try (TimedCargo fresh = TimedCargo.start(scratch)) {
        fresh.run(NOW, fresh.project("one = \"1\""), command.split(" ", -1));

        assertThat(fresh.state().rows()).as(command).hasSize(3);
        assertTimes(fresh, 3);
      }
    }
  }

  @Test
  void b08_commandsThatNeedVersions_writeDownTheIndexOnly() throws Exception {
    for (String command : List.of("generate-lockfile", "update")) {
      try (TimedCargo fresh = TimedCargo.start(scratch)) {
        fresh.run(NOW, fresh.project("one = \"1\""), command);

        assertThat(fresh.state().rows())
            .as(command)
            .containsExactly("index %s @%d".formatted(fresh.index(), NOW));
        assertTimes(fresh, 1);
      }
    }
  }

  /// Our command shows what cargo has written down.
  private void assertTimes(TimedCargo fresh, int count) throws Exception {
    HomeCommand.Result top =
        HomeCommand.on(fresh.home(), scratch)
            .now(NOW + 5)
            .run("top", "--json", "-n", "0")
            .expect(0);
    String time = Instant.ofEpochSecond(NOW).toString();
    assertThat(top.stdout().split(time, -1)).hasSize(count + 1);
  }

  @Test
  void b09_sizes_areThatOfTheFileAndThatOfTheContentWithoutTheMarker() throws Exception {
    cargo.run(NOW, project, "fetch");

    long file = Files.size(cargo.home().resolve(crate()));
    long content = bytesBelow(cargo.home().resolve(src())) - "{\"v\":1}".length();
    assertThat(cargo.state().rows())
        .contains("crate %s/one-1.0.0.crate %d @%d".formatted(cargo.index(), file, NOW))
        .contains("src %s/one-1.0.0 %d @%d".formatted(cargo.index(), content, NOW));
    HomeCommand.Result top =
        HomeCommand.on(cargo.home(), scratch).now(NOW).run("top", "--json").expect(0);
    assertThat(top.stdout()).contains(Long.toString(file), Long.toString(content));
  }

  @Test
  void b10_sourceThatIsThereAlready_hasNoSize() throws Exception {
    cargo.run(NOW, project, "fetch");
    Files.delete(cargo.home().resolve(".global-cache"));
    Path copy = copy();

    cargo.run(NOW, project, "tree");
    try (LastUseDatabase database =
        LastUseDatabase.open(new CargoHome(copy), () -> Instant.ofEpochSecond(NOW))) {
      database.markUsed(Map.of(ItemId.src(cargo.index(), "one-1.0.0"), OptionalLong.empty()));
    }

    String row = "src %s/one-1.0.0 - @%d".formatted(cargo.index(), NOW);
    assertThat(cargo.state().rows("src")).containsExactly(row);
    assertThat(HomeState.of(copy).rows("src")).containsExactly(row);
  }

  @Test
  void b11_useWithinFiveMinutes_isNotWrittenDown() throws Exception {
    cargo.run(NOW, project, "fetch");
    Path copy = copy();

    for (long seconds : new long[] {300, 301}) {
      cargo.run(NOW + seconds, project, "fetch");
      markRegistryUsed(copy, NOW + seconds);

      assertThat(HomeState.of(copy).rows()).as("%d s", seconds).isEqualTo(cargo.state().rows());
      assertThat(cargo.state().rows())
          .as("%d s", seconds)
          .allMatch(row -> row.endsWith("@" + (seconds == 300 ? NOW : NOW + seconds)));
    }
  }

  private void markRegistryUsed(Path home, long at) throws Exception {
    try (LastUseDatabase database =
        LastUseDatabase.open(new CargoHome(home), () -> Instant.ofEpochSecond(at))) {
      database.markUsed(
          Map.of(
              ItemId.crate(cargo.index(), "one-1.0.0.crate"), OptionalLong.empty(),
              ItemId.src(cargo.index(), "one-1.0.0"), OptionalLong.empty()));
    }
  }

  private Path copy() throws Exception {
    Path copy = Files.createTempDirectory(scratch, "copy-").resolve("home");
    Process cp = new ProcessBuilder("cp", "-a", cargo.home().toString(), copy.toString()).start();
    assertThat(cp.waitFor()).isZero();
    return copy;
  }

  private static long bytesBelow(Path directory) throws Exception {
    long bytes = 0;
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private String crate() throws Exception {
    return "registry/cache/" + cargo.index() + "/one-1.0.0.crate";
  }

  private String src() throws Exception {
    return "registry/src/" + cargo.index() + "/one-1.0.0";
  }
}
