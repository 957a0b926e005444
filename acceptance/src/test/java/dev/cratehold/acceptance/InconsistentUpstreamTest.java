package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An upstream whose index lists what its download host does not have, or does not give: that one
/// version fails with the reason, whoever runs the server is told, and everything else goes on.
class InconsistentUpstreamTest {
  private static final List<Integer> REFUSALS = List.of(403, 404, 410);

  @TempDir private Path scratch;

  @Test
  void fetch_listedVersionIsNotThere_failsForThatVersionOnlyAndIsReported() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (int status : REFUSALS) {
        TestCrate older = CrateBuilder.crate("gone-" + status, "1.0.0").build();
        TestCrate gone = CrateBuilder.crate("gone-" + status, "1.1.0").build();
        upstream.publish(older, gone).when(gone).then(Fault.status(status));
        for (RealCargo client : List.of(RealCargo.stable(), RealCargo.debian())) {
          Cargo.Result refused = fetch(client, cratehold, status, "1").expectFailure();
          assertThat(refused.stderr())
              .contains("got 502", gone.toString(), "status " + status)
              .contains("only this version is affected");

          fetch(client, cratehold, status, "=1.0.0").expectSuccess();
        }
        assertThat(upstream.log().matching(upstream.downloadPath(gone))).hasSize(1);
        assertThat(cratehold.output())
            .contains("INCONSISTENT_UPSTREAM: crates-io/gone-%d@1.1.0".formatted(status));
        Eventually.until(
            "the alert is listed",
            () ->
                cratehold
                    .run("store", "alerts")
                    .output()
                    .contains("inconsistent-upstream " + gone));
      }
      upstream.heal();
      cratehold.stop();
      cratehold.restart();
      for (int status : REFUSALS) {
        fetch(RealCargo.stable(), cratehold, status, "1").expectSuccess();
      }
    }
  }

  private Cargo.Result fetch(RealCargo client, Cratehold cratehold, int status, String wanted)
      throws IOException, InterruptedException {
    Path project =
        CargoProject.create(
            scratch, "[dependencies]\ngone-%d = \"%s\"\n".formatted(status, wanted));
    return Cargo.fresh(client, scratch)
        .mirror(cratehold.index())
        .environment("CARGO_NET_RETRY", "0")
        .run(project, "fetch");
  }
}
