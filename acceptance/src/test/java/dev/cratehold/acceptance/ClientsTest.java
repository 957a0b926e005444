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

/// Each client, again and again, with retries off: not one request may fail. Debian's cargo breaks
/// on the h2c upgrade (an old libcurl), the others gain by it.
class ClientsTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(3, 60);

  @TempDir private Path scratch;

  @Test
  void fetch_stableWithoutRetries_succeedsTwentyTimes() throws Exception {
    assertThat(successes(RealCargo.stable(), 20)).isEqualTo(20);
  }

  @Test
  void fetch_debianWithoutRetries_succeedsTwentyTimes() throws Exception {
    assertThat(successes(RealCargo.debian(), 20)).isEqualTo(20);
  }

  @Test
  void fetch_nightlyWithoutRetries_succeedsTwentyTimes() throws Exception {
    assertThat(successes(RealCargo.nightly(), 20)).isEqualTo(20);
  }

  private int successes(RealCargo client, int rounds) throws Exception {
    int successes = 0;
    try (FakeRegistry upstream = FakeRegistry.start().publish(GRAPH.all());
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (int i = 0; i < rounds; i++) {
        Path project = CargoProject.create(scratch, GRAPH.dependencies());
        Cargo cargo =
            Cargo.fresh(client, scratch)
                .mirror(cratehold.index())
                .environment("CARGO_NET_RETRY", "0");
        Cargo.Result result = cargo.run(project, "fetch");
        boolean complete = cargo.downloads().equals(Expected.files(GRAPH));
        if (result.exit() == 0 && complete) {
          successes++;
        } else {
          System.out.println("round " + i + ": " + result);
        }
      }
    }
    return successes;
  }
}
