package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateDependency;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 16, prefetching: what lock files and lists name is here before a client asks, and then
/// cargo builds without the upstream.
class Acceptance16PrefetchTest {
  private static final String DOWNLOADS = "/dl/.*";
  private static final TestCrate BAR = CrateBuilder.crate("bar", "1.2.0").build();
  private static final TestCrate FOO =
      CrateBuilder.crate("foo", "1.0.0").dependsOn("bar", "^1").build();
  private static final TestCrate SECRET = CrateBuilder.crate("secret", "0.3.0").build();

  @TempDir private Path scratch;

  @Test
  void prefetch_lockFilesOfEveryVersion_fetchesOnlyTheRegistrysOwnAndThenBuildsOffline()
      throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(BAR, FOO);
        FakeRegistry corp = FakeRegistry.start().publish(SECRET)) {
      for (String version : List.of("4", "3", "2")) {
        Path project = lockedProject(upstream, corp, version);
        try (Cratehold cratehold = Cratehold.start(scratch, upstream)) {
          upstream.log().clear();
          corp.log().clear();

          Cratehold.Outcome outcome =
              prefetch(cratehold, upstream, project.resolve("Cargo.lock").toString());

          assertThat(outcome.output())
              .contains("Fetched 2 crates (")
              .contains("0 were here")
              .contains("Skipped a package of the workspace: local@0.1.0, project@0.0.0")
              .contains("Skipped from a git repository: forked@0.1.0")
              .contains("Skipped from another registry: secret@0.3.0");
          assertThat(outcome.exit()).isZero();
          assertThat(upstream.log().matching(DOWNLOADS)).hasSize(2);
          assertThat(corp.log().all()).isEmpty();

          upstream.stop();
          cargo(cratehold, corp).run(project, "build", "--locked").expectSuccess();
        }
        upstream.restart();
      }
    }
  }

  /// A project with dependencies from everywhere, locked by the real cargo.
  private Path lockedProject(FakeRegistry upstream, FakeRegistry corp, String version)
      throws Exception {
    GitRepository git =
        GitRepository.create(
            Files.createTempDirectory(scratch, "git-").resolve("forked"), "forked");
    String keys = version.equals("4") ? "" : "rust-version = \"1.70\"";
    Path project =
        CargoProject.create(
            scratch,
            keys,
            """
            [dependencies]
            foo = "1"
            secret = { version = "0.3", registry = "corp" }
            local = { path = "local" }
            %s
            """
                .formatted(git.dependency("forked", git.head())));
    Files.createDirectories(project.resolve("local/src"));
    Files.writeString(project.resolve("local/src/lib.rs"), "");
    Files.writeString(
        project.resolve("local/Cargo.toml"),
        "[package]\nname = \"local\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    Cargo cargo = corp(Cargo.fresh(RealCargo.stable(), scratch).mirror(upstream.indexUrl()), corp);
    cargo.run(project, "generate-lockfile").expectSuccess();
    Path lock = project.resolve("Cargo.lock");
    String text = Files.readString(lock);
    if (version.equals("2")) {
      assertThat(text).contains("version = 3\n");
      Files.writeString(lock, text.replace("version = 3\n", ""));
    } else {
      assertThat(text).contains("version = " + version + "\n");
    }
    return project;
  }

  private static Cargo corp(Cargo cargo, FakeRegistry corp) throws Exception {
    return cargo.config("[registries.corp]\nindex = \"sparse+%s\"\n".formatted(corp.indexUrl()));
  }

  private Cargo cargo(Cratehold cratehold, FakeRegistry corp) throws Exception {
    return corp(Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index()), corp);
  }

  private static Cratehold.Outcome prefetch(
      Cratehold cratehold, FakeRegistry upstream, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of("prefetch"));
    command.addAll(List.of(more));
    command.addAll(List.of("--upstream", "sparse+" + upstream.indexUrl()));
    return cratehold.run(command.toArray(String[]::new));
  }

  @Test
  void prefetch_lockWithAnotherChecksum_fetchesTheRestAndSaysSo() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(BAR, FOO);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      Path project = CargoProject.create(scratch, "[dependencies]\nfoo = \"1\"\n");
      Cargo.fresh(RealCargo.stable(), scratch)
          .mirror(upstream.indexUrl())
          .run(project, "generate-lockfile")
          .expectSuccess();
      Path lock = project.resolve("Cargo.lock");
      String wrong = "0".repeat(64);
      Files.writeString(lock, Files.readString(lock).replace(FOO.checksum().hex(), wrong));
      upstream.log().clear();

      Cratehold.Outcome outcome = prefetch(cratehold, upstream, lock.toString());

      assertThat(outcome.exit()).isEqualTo(3);
      assertThat(outcome.output())
          .contains("Fetched 1 crate (")
          .contains("1 failed")
          .contains("cannot fetch foo@1.0.0, named by " + lock)
          .contains(wrong)
          .contains(FOO.checksum().hex());
      assertThat(upstream.log().matching(DOWNLOADS))
          .map(request -> request.path())
          .containsExactly(upstream.downloadPath(BAR));
    }
  }

  @Test
  void prefetch_listOfAllForms_fetchesTheClosureOnce() throws Exception {
    List<TestCrate> needed =
        List.of(
            BAR,
            FOO,
            CrateBuilder.crate("one", "2.1.0").dependsOn("foo", "1").build(),
            CrateBuilder.crate("two", "1.0.0")
                .dependsOn(CrateDependency.on("deep", "^0.1").whenAsked())
                .build(),
            CrateBuilder.crate("three", "0.4.2").build(),
            CrateBuilder.crate("four", "1.9.0").build(),
            CrateBuilder.crate("deep", "0.1.9").build());
    List<TestCrate> others =
        List.of(
            CrateBuilder.crate("one", "1.0.0").build(),
            CrateBuilder.crate("two", "1.1.0").build(),
            CrateBuilder.crate("three", "0.5.0").build(),
            CrateBuilder.crate("four", "2.0.0").build(),
            CrateBuilder.crate("deep", "0.2.0").build());
    Path list =
        Files.writeString(
            scratch.resolve("crates.txt"),
            "one\ntwo@1.0.0   # this one\n\nthree = \"0.4.2\"\nfour@^1\n");
    try (FakeRegistry upstream = FakeRegistry.start().publish(needed).publish(others);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      Cratehold.Outcome rehearsal =
          prefetch(cratehold, upstream, "--list", list.toString(), "--dry-run");
      assertThat(rehearsal.output()).contains("deep 0.1.9\n").contains("Would fetch 7 crates, 0");
      assertThat(upstream.log().matching(DOWNLOADS)).isEmpty();

      Cratehold.Outcome outcome = prefetch(cratehold, upstream, "--list", list.toString());

      assertThat(outcome.output()).contains("Fetched 7 crates (");
      assertThat(outcome.exit()).isZero();
      assertThat(paths(upstream)).containsExactlyInAnyOrderElementsOf(paths(upstream, needed));

      upstream.log().clear();
      Cratehold.Outcome again =
          prefetch(cratehold, upstream, "one", "two@1.0.0", "three = 0.4.2", "four@^1");
      assertThat(again.output()).contains("Fetched 0 crates, 7 were here");
      assertThat(again.exit()).isZero();
      assertThat(paths(upstream)).isEmpty();
    }
  }

  private static List<String> paths(FakeRegistry upstream) {
    return upstream.log().matching(DOWNLOADS).stream().map(request -> request.path()).toList();
  }

  private static List<String> paths(FakeRegistry upstream, Collection<TestCrate> crates) {
    return crates.stream().map(upstream::downloadPath).toList();
  }

  @Test
  void prefetch_nothingCanBeHadOrWrongList_failsAndSaysWhy() throws Exception {
    Path list = Files.writeString(scratch.resolve("crates.txt"), "foo\nno such thing\n");
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      Cratehold.Outcome absent = prefetch(cratehold, upstream, "foo");
      assertThat(absent.exit()).isEqualTo(1);
      assertThat(absent.output()).contains("the registry has no crate foo");

      Cratehold.Outcome wrong = prefetch(cratehold, upstream, "--list", list.toString());
      assertThat(wrong.exit()).isEqualTo(2);
      assertThat(wrong.output()).contains("crates.txt:2: `no such thing` is not a crate");
      assertThat(prefetch(cratehold, upstream).exit()).isEqualTo(2);
    }
  }

  @Test
  void prefetch_listOfAGraph_letsEveryManifestOfItsRootsResolveOffline() throws Exception {
    long seed = Long.getLong("prefetch.seed", System.nanoTime());
    System.out.println("prefetch.seed=" + seed);
    PrefetchGraph graph = PrefetchGraph.generate(seed);
    Path list = scratch.resolve("crates.txt");
    Files.write(list, graph.roots().values().stream().map(PrefetchGraph.Root::item).toList());
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.crates());
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      Cratehold.Outcome outcome = prefetch(cratehold, upstream, "--list", list.toString());
      assertThat(outcome.exit()).as(outcome.output()).isZero();
      assertThat(paths(upstream)).hasSizeLessThan(graph.crates().size()).doesNotHaveDuplicates();

      upstream.stop();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 20; i++) {
        Path project = CargoProject.create(scratch, graph.manifest(random));
        Files.writeString(project.resolve("build.rs"), "fn main() {}\n");
        Cargo.fresh(RealCargo.stable(), scratch)
            .mirror(cratehold.index())
            .run(project, "fetch")
            .expectSuccess();
      }
    }
  }

  @Test
  void serve_prefetchFiles_areFetchedAfterTheStart() throws Exception {
    Path list = Files.writeString(scratch.resolve("crates.txt"), "foo\nabsent\n");
    try (FakeRegistry upstream = FakeRegistry.start().publish(BAR, FOO);
        Cratehold cratehold =
            Cratehold.start(
                scratch, upstream, "--prefetch", list.toString(), "--prefetch", "/nowhere.lock")) {
      Eventually.until(
          "everything is fetched", () -> cratehold.output().contains("prefetched 2 crates ("));

      assertThat(paths(upstream))
          .containsExactlyInAnyOrderElementsOf(paths(upstream, List.of(BAR, FOO)));
      assertThat(cratehold.output())
          .contains("cannot prefetch absent, named by " + list + ":2: the registry has no crate")
          .contains("cannot prefetch what /nowhere.lock names: no such file");
      upstream.stop();
      Cargo.fresh(RealCargo.stable(), scratch)
          .mirror(cratehold.index())
          .run(CargoProject.create(scratch, "[dependencies]\nfoo = \"1\"\n"), "fetch")
          .expectSuccess();
    }
  }

  @Test
  void serve_refresh_keepsIndexFilesInUseFreshAndFetchesNewVersions() throws Exception {
    TestCrate newer = CrateBuilder.crate("bar", "1.3.0").build();
    try (FakeRegistry upstream = FakeRegistry.start().publish(BAR, FOO);
        Cratehold cratehold =
            Cratehold.start(scratch, upstream, "--refresh", "1s", "--fetch-newer", "on")) {
      Cargo.fresh(RealCargo.stable(), scratch)
          .mirror(cratehold.index())
          .run(CargoProject.create(scratch, "[dependencies]\nbar = \"1\"\n"), "fetch")
          .expectSuccess();
      upstream.log().clear();
      upstream.log().await("/index/3/b/bar", 2, Duration.ofSeconds(45));

      upstream.publish(newer);

      Eventually.until(
          "the new version is fetched",
          () -> paths(upstream).contains(upstream.downloadPath(newer)));
      assertThat(upstream.log().matching(".*foo.*")).isEmpty();
    }
  }
}
