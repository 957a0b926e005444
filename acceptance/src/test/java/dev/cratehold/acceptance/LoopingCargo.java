package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.RealCargo;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A real cargo that fetches a graph from one server, with retries off and an empty home each time,
/// again and again until it is stopped: what an honest client sees while others attack.
///
/// For use by one thread.
final class LoopingCargo implements AutoCloseable {
  private final Path scratch;
  private final Cratehold cratehold;
  private final CrateGraph graph;
  private final SortedMap<String, Checksum> expected;
  private final FutureTask<Integer> loop = new FutureTask<>(this::loop);
  private volatile boolean stopped;

  private LoopingCargo(Path scratch, Cratehold cratehold, CrateGraph graph) {
    this.scratch = scratch;
    this.cratehold = cratehold;
    this.graph = graph;
    this.expected = Expected.files(graph);
  }

  static LoopingCargo start(Path scratch, Cratehold cratehold, CrateGraph graph) {
    LoopingCargo cargo = new LoopingCargo(scratch, cratehold, graph);
    Thread.ofVirtual().start(cargo.loop);
    return cargo;
  }

  private int loop() throws Exception {
    int runs = 0;
    while (!stopped || runs == 0) {
      fetch();
      runs++;
    }
    return runs;
  }

  private void fetch() throws Exception {
    Path project = CargoProject.create(scratch, graph.dependencies());
    Cargo cargo =
        Cargo.fresh(RealCargo.stable(), scratch)
            .mirror(cratehold.index())
            .environment("CARGO_NET_RETRY", "0");
    cargo.run(project, "fetch").expectSuccess();
    assertThat(cargo.downloads()).isEqualTo(expected);
  }

  /// Lets the run that is under way end.
  ///
  /// @return how many runs there were, all of which succeeded
  /// @throws AssertionError if one failed
  int stop() throws InterruptedException {
    stopped = true;
    try {
      return loop.get();
    } catch (ExecutionException e) {
      throw new AssertionError("the honest client failed", e.getCause());
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
