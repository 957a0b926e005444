package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users of cargo-cacher come over: their configuration is not touched, their cargo is 1.65, which
/// reads git indexes alone, and the server has just been started and holds nothing. All crates are
/// of the edition 2018.
class CargoCacherTest {
  @TempDir private Path scratch;

  private Cratehold start(FakeRegistry crates, GitIndexServer catalog) throws Exception {
    return Cratehold.start(
        scratch,
        crates,
        "--catalog",
        "git+" + catalog.url(),
        "--refresh",
        "1s",
        "--index-ttl",
        "1s");
  }

  private Cargo cargo(Cratehold cratehold) throws Exception {
    return Cargo.fresh(RealCargo.old(), scratch)
        .config(
            """
            [source]

            [source.mirror]
            registry = "%s"

            [source.crates-io]
            replace-with = "mirror"
            """
                .formatted(cratehold.index().resolve("/index")));
  }

  @Test
  void build_emptyServer_hasTheWholeIndexAndFetchesWhatIsNeeded() throws Exception {
    CrateGraph graph = CrateGraph.generate(65, 40);
    Path project = CargoProject.create(scratch, graph.dependencies());
    try (FakeRegistry crates = FakeRegistry.start();
        GitIndexServer catalog = GitIndexServer.start(scratch, crates).publish(graph.all());
        Cratehold cratehold = start(crates, catalog)) {
      Cargo cargo = cargo(cratehold);

      cargo.run(project, "fetch").expectSuccess();
      cargo.run(project, "build", "--offline").expectSuccess();

      assertThat(cargo.downloads()).isEqualTo(Expected.files(graph));
      assertThat(Files.readString(project.resolve("Cargo.lock")))
          .contains("registry+https://github.com/rust-lang/crates.io-index");
    }
  }

  @Test
  void update_versionThatNobodyAskedFor_isSeen() throws Exception {
    Path project = CargoProject.create(scratch, "[dependencies]\nfoo = \"1\"\n");
    try (FakeRegistry crates = FakeRegistry.start();
        GitIndexServer catalog =
            GitIndexServer.start(scratch, crates)
                .publish(List.of(CrateBuilder.crate("foo", "1.0.0").build()));
        Cratehold cratehold = start(crates, catalog)) {
      Cargo cargo = cargo(cratehold);
      cargo.run(project, "fetch").expectSuccess();

      catalog.publish(List.of(CrateBuilder.crate("foo", "1.1.0").build()));

      Eventually.until(
          "foo 1.1.0 is seen",
          () -> {
            cargo.run(project, "update").expectSuccess();
            return Files.readString(project.resolve("Cargo.lock")).contains("1.1.0");
          });
    }
  }

  @Test
  void fetch_catalogOutOfReach_servesTheIndexFilesThatAreHere() throws Exception {
    CrateGraph graph = CrateGraph.generate(66, 5);
    Path project = CargoProject.create(scratch, graph.dependencies());
    try (FakeRegistry crates = FakeRegistry.start();
        GitIndexServer catalog = GitIndexServer.start(scratch, crates).publish(graph.all());
        Cratehold cratehold = start(crates, catalog)) {
      catalog.stop();
      Cargo.fresh(RealCargo.stable(), scratch)
          .mirror(cratehold.index())
          .run(project, "fetch")
          .expectSuccess();

      Path other = CargoProject.create(scratch, graph.dependencies());
      cargo(cratehold).run(other, "fetch").expectSuccess();
    }
  }
}
