package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry that has its index in a git repository alone, which `git http-backend` serves: cargo
/// reads it from Cratehold as a sparse one.
class GitUpstreamTest {
  @TempDir private Path scratch;

  private Cargo cargo(Cratehold cratehold) throws Exception {
    return Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index());
  }

  @Test
  void fetch_gitIndexUpstream_isServedSparseAndWithoutTheUpstreamLater() throws Exception {
    CrateGraph graph = CrateGraph.generate(7, 30);
    Path project = CargoProject.create(scratch, graph.dependencies());
    try (FakeRegistry crates = FakeRegistry.start();
        GitIndexServer upstream = GitIndexServer.start(scratch, crates).publish(graph.all());
        Cratehold cratehold = Cratehold.startOfGit(scratch, upstream.url(), "--index-ttl", "1s")) {
      cargo(cratehold).run(project, "fetch").expectSuccess();

      upstream.stop();
      crates.stop();
      cratehold.stop();
      cratehold.restart();
      cargo(cratehold).run(project, "fetch", "--locked").expectSuccess();
      assertThat(crates.log().matching("/index/.*")).isEmpty();
    }
  }

  @Test
  void fetch_newVersionDeletedCrateAndRewrittenHistory_areSeen() throws Exception {
    TestCrate bar = CrateBuilder.crate("bar", "1.0.0").build();
    Path project = CargoProject.create(scratch, "[dependencies]\nfoo = \"1\"\nbar = \"1\"\n");
    Path lock = project.resolve("Cargo.lock");
    try (FakeRegistry crates = FakeRegistry.start();
        GitIndexServer upstream =
            GitIndexServer.start(scratch, crates)
                .publish(List.of(CrateBuilder.crate("foo", "1.0.0").build(), bar));
        Cratehold cratehold = Cratehold.startOfGit(scratch, upstream.url(), "--index-ttl", "1s")) {
      cargo(cratehold).run(project, "fetch").expectSuccess();

      upstream.publish(List.of(CrateBuilder.crate("foo", "1.1.0").build()));
      Eventually.until(
          "foo 1.1.0 is seen",
          () -> {
            cargo(cratehold).run(project, "update").expectSuccess();
            return Files.readString(lock).contains("1.1.0");
          });
      upstream.squash();
      upstream.publish(List.of(CrateBuilder.crate("foo", "1.2.0").build()));
      upstream.remove(bar);
      Eventually.until(
          "bar is gone",
          () ->
              cargo(cratehold)
                  .run(project, "update")
                  .stderr()
                  .contains("no matching package named `bar` found"));
    }
  }

  @Test
  void fetch_gitServerGone_isNeverNotFound() throws Exception {
    Path project = CargoProject.create(scratch, "[dependencies]\nfoo = \"1\"\n");
    try (FakeRegistry crates = FakeRegistry.start();
        GitIndexServer upstream = GitIndexServer.start(scratch, crates);
        Cratehold cratehold = Cratehold.startOfGit(scratch, upstream.url())) {
      upstream.stop();

      assertThat(
              cargo(cratehold).environment("CARGO_NET_RETRY", "0").run(project, "fetch").stderr())
          .contains("503")
          .contains("the git index");
    }
  }
}
