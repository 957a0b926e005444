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

/// `store import` of a Cargo home that a real cargo filled, beside the server.
class ImportTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(24, 60);

  @TempDir private Path scratch;

  @Test
  void import_cargoHome_servesItWithoutTheDownloadHost() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(GRAPH.all());
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      Path project = CargoProject.create(scratch, GRAPH.dependencies());
      Cargo filled = Cargo.fresh(RealCargo.stable(), scratch).mirror(upstream.indexUrl());
      filled.run(project, "fetch").expectSuccess();
      upstream.log().clear();

      Cratehold.Outcome outcome = cratehold.run(imported(upstream, filled));
      assertThat(outcome.exit()).as(outcome.output()).isZero();
      assertThat(outcome.output())
          .contains("Imported " + filled.downloads().size() + " crates")
          .contains("0 left out");

      Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index());
      cargo.run(project, "fetch", "--locked").expectSuccess();
      assertThat(cargo.downloads()).isEqualTo(filled.downloads());
      assertThat(upstream.log().matching("/dl/.*")).isEmpty();
      assertThat(cratehold.run(imported(upstream, filled)).output()).contains("Imported 0 crates");
    }
  }

  private static String[] imported(FakeRegistry upstream, Cargo cargo) {
    return new String[] {
      "store", "import", cargo.home().toString(), "--upstream", "sparse+" + upstream.indexUrl()
    };
  }
}
