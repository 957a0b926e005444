package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.layout.DirectoryNames;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.layout.LockFiles;
import dev.cratehold.home.layout.NeededItems;
import dev.cratehold.home.layout.SourceKind;
import dev.cratehold.home.view.HomePart;
import dev.cratehold.home.view.HomeSummary;
import dev.cratehold.home.view.HomeSurvey;
import dev.cratehold.home.view.ScanListener;
import dev.cratehold.home.view.Usage;
import dev.cratehold.posix.Posix;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of a home that the real cargo filled from a registry and from a git repository,
/// whose packs lie in the clone and, by hard links, in the checkout.
class HomeShowTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(5, 30);

  @TempDir private Path scratch;
  private FakeRegistry registry;
  private Cargo cargo;
  private CargoHome home;
  private Path project;
  private Path repository;

  @BeforeEach
  void fill() throws Exception {
    registry = FakeRegistry.start().publish(GRAPH.all());
    cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(registry.indexUrl());
    home = new CargoHome(cargo.home());
    repository = repository();
    project =
        CargoProject.create(
            scratch,
            GRAPH.dependencies()
                + "\n[dependencies.from-git]\ngit = \"file://"
                + repository
                + "\"\n");
    cargo.run(project, "fetch").expectSuccess();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private Path repository() throws IOException, InterruptedException {
    Path directory = scratch.resolve("From-Git.git");
    Files.createDirectories(directory.resolve("src"));
    Files.writeString(
        directory.resolve("Cargo.toml"), "[package]\nname = \"from-git\"\nversion = \"1.0.0\"\n");
    Files.writeString(directory.resolve("src/lib.rs"), "");
    Files.write(directory.resolve("large.bin"), new byte[100_000]);
    git(directory, "init", "--quiet");
    git(directory, "add", ".");
    git(
        directory,
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.com",
        "commit",
        "--quiet",
        "--message=x");
    return directory;
  }

  private void git(Path directory, String... arguments) throws IOException, InterruptedException {
    printed(Stream.concat(Stream.of("git", "-C", directory.toString()), Stream.of(arguments)));
  }

  private static String printed(Stream<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command.toList()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private long du(String path) throws IOException, InterruptedException {
    String printed = printed(Stream.of("du", "-sk", home.root().resolve(path).toString()));
    return 1024 * Long.parseLong(printed.substring(0, printed.indexOf('\t')));
  }

  private HomeSurvey survey() {
    return new HomeSurvey(home, Posix.system(), Instant.now());
  }

  @Test
  void scan_filledHome_addsUpToWhatDuSays() throws Exception {
    HomeSummary summary = survey().scan(ScanListener.NONE);

    assertThat(summary.total().realBytes()).hasValue(du(""));
    assertThat(summary.of(HomePart.INDEXES).realBytes()).hasValue(du("registry/index"));
    assertThat(summary.of(HomePart.CRATES).realBytes()).hasValue(du("registry/cache"));
    assertThat(summary.of(HomePart.SOURCES).realBytes()).hasValue(du("registry/src"));
    assertThat(summary.of(HomePart.GIT_DATABASES).realBytes()).hasValue(du("git/db"));
  }

  @Test
  void scan_checkoutThatSharesWithItsClone_takesTheSharedFilesOnce() throws Exception {
    HomeSummary summary = survey().scan(ScanListener.NONE);

    long both =
        summary.of(HomePart.GIT_DATABASES).realBytes().orElseThrow()
            + summary.of(HomePart.GIT_CHECKOUTS).realBytes().orElseThrow();
    assertThat(both).isLessThan(du("git/db") + du("git/checkouts"));
  }

  @Test
  void fromDatabase_filledHome_addsUpToWhatSqliteSays() throws Exception {
    HomeSummary summary = survey().fromDatabase();

    assertThat(figures(summary.of(HomePart.CRATES)))
        .isEqualTo(sql("SELECT count(*), sum(size) FROM registry_crate"));
    assertThat(figures(summary.of(HomePart.SOURCES)))
        .isEqualTo(sql("SELECT count(*), sum(size) FROM registry_src"));
    assertThat(figures(summary.of(HomePart.GIT_CHECKOUTS)))
        .isEqualTo(sql("SELECT count(*), 0 FROM git_checkout"));
    assertThat(summary.of(HomePart.GIT_CHECKOUTS).unmeasured()).isEqualTo(1);
  }

  private String sql(String query) throws IOException, InterruptedException {
    return HomeSnapshot.sql(home.root(), query).strip();
  }

  private static String figures(Usage usage) {
    return usage.items() + "|" + usage.bytes();
  }

  @Test
  void scan_crates_addUpToWhatTheDatabaseSays() throws Exception {
    assertThat(figures(survey().scan(ScanListener.NONE).of(HomePart.CRATES)))
        .isEqualTo(figures(survey().fromDatabase().of(HomePart.CRATES)));
  }

  @Test
  void listing_filledHome_knowsEverything() throws Exception {
    HomeListing listing = HomeListing.read(home, Posix.system());

    assertThat(listing.strays()).isEmpty();
    assertThat(listing.usersOwn()).containsExactly("config.toml");
    assertThat(listing.directories(ItemKind.INDEX))
        .containsExactly(
            DirectoryNames.registry(SourceKind.SPARSE_REGISTRY, registry.indexUrl().toString()));
    assertThat(listing.directories(ItemKind.GIT_DB))
        .containsExactly(DirectoryNames.git("file://" + repository));
  }

  @Test
  void neededItems_ofTheProjectsLockFile_areAllThatCargoFetched() throws Exception {
    HomeListing listing = HomeListing.read(home, Posix.system());
    LockFiles.Found found = LockFiles.find(List.of(project), home, Posix.system());

    Set<ItemId> all =
        Stream.of(ItemKind.values()).flatMap(listing::items).collect(Collectors.toSet());
    assertThat(found.problems()).isEmpty();
    assertThat(NeededItems.of(found.lockFiles().values()).in(listing)).isEqualTo(all);
  }
}
