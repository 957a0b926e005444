package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 1, cold and warm: the upstream is asked once for each object, and then not needed any more.
class Acceptance01ColdWarmTest {
  @TempDir private Path scratch;

  @Test
  void fetch_coldThenWithoutUpstream_givesWhatTheUpstreamHas() throws Exception {
    CrateGraph graph = CrateGraph.generate(1, 120);
    Path project = CargoProject.create(scratch, graph.dependencies());
    Path lock = project.resolve("Cargo.lock");
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.all());
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      Cargo direct = Cargo.fresh(RealCargo.stable(), scratch).mirror(upstream.indexUrl());
      direct.run(project, "generate-lockfile").expectSuccess();
      String directLock = Files.readString(lock);
      upstream.log().clear();
      Files.delete(lock);

      fetch(RealCargo.stable(), cratehold, project, graph);

      assertThat(Files.readString(lock)).isEqualTo(directLock);
      Expected.assertAskedOnce(upstream, graph);

      upstream.stop();
      for (RealCargo client : RealCargo.all()) {
        Files.delete(lock);
        fetch(client, cratehold, project, graph);
        assertThat(Files.readString(lock)).as(client.label()).isEqualTo(directLock);
      }
    }
  }

  private void fetch(RealCargo client, Cratehold cratehold, Path project, CrateGraph graph)
      throws Exception {
    Cargo cargo = Cargo.fresh(client, scratch).mirror(cratehold.index());
    cargo.run(project, "fetch").expectSuccess();
    assertThat(cargo.downloads()).as(client.label()).isEqualTo(Expected.files(graph));
  }
}
