package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RealCargo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 10, thundering herd: 50 clients at once on an empty store cost the upstream one request for
/// each object.
class Acceptance10HerdTest {
  private static final int CLIENTS = 50;

  @TempDir private Path scratch;

  @Test
  void fetch_fiftyClientsCold_asksTheUpstreamOncePerObject() throws Exception {
    CrateGraph graph = CrateGraph.generate(10, 30);
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.all());
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      upstream.when(".*").then(Fault.latency(Duration.ofMillis(200)));
      upstream.when("/dl/.*").then(Fault.bandwidth(100_000));
      List<Callable<Cargo>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Path project = CargoProject.create(scratch, graph.dependencies());
        Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index());
        clients.add(() -> fetch(cargo, project));
      }

      for (Future<Cargo> client : threads.invokeAll(clients)) {
        assertThat(client.get().downloads()).isEqualTo(Expected.files(graph));
      }

      Expected.assertAskedOnce(upstream, graph);
    }
  }

  private static Cargo fetch(Cargo cargo, Path project) throws Exception {
    cargo.run(project, "fetch").expectSuccess();
    return cargo;
  }
}
