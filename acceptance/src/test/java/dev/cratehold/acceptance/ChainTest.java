package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One Cratehold as the upstream of another.
class ChainTest {
  @TempDir private Path scratch;

  @Test
  void fetch_throughTwo_fillsBoth() throws Exception {
    CrateGraph graph = CrateGraph.generate(4, 60);
    Path project = CargoProject.create(scratch, graph.dependencies());
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.all());
        Cratehold first = Cratehold.start(scratch, upstream);
        Cratehold second = Cratehold.start(scratch, first.index())) {
      fetch(second, project, graph);
      assertThat(upstream.log().counts().values()).containsOnly(1L);

      upstream.stop();
      fetch(first, project, graph);
      first.stop();
      fetch(second, project, graph);
    }
  }

  private void fetch(Cratehold from, Path project, CrateGraph graph) throws Exception {
    Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(from.index());
    cargo.run(project, "fetch").expectSuccess();
    assertThat(cargo.downloads()).isEqualTo(Expected.files(graph));
  }
}
