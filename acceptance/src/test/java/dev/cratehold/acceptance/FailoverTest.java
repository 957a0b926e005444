package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two addresses of one registry: the second helps out as long as the first fails, with the same
/// crates, and is believed in nothing that only the first may say.
class FailoverTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(12, 10);
  private static final TestCrate LARGE =
      CrateBuilder.crate("large", "1.0.0").payload(2_000_000, 1).build();

  @TempDir private Path scratch;

  @Test
  void fetch_firstIsDown_comesFromTheSecondWithoutRetries() throws Exception {
    try (FakeRegistry first = FakeRegistry.start();
        FakeRegistry second = FakeRegistry.start().publish(GRAPH.all());
        Cratehold cratehold = start(first, second)) {
      first.stop();
      for (RealCargo client : List.of(RealCargo.stable(), RealCargo.debian())) {
        Cargo cargo = mirrored(client, cratehold);
        cargo.run(CargoProject.create(scratch, GRAPH.dependencies()), "fetch").expectSuccess();
        assertThat(cargo.downloads()).isEqualTo(Expected.files(GRAPH));
      }

      first.restart();
      first.publish(CrateBuilder.crate("only-first", "1.0.0").build());

      try (PlainClient plain = new PlainClient()) {
        Eventually.until(
            "the first is asked again",
            () -> plain.get(cratehold.index().resolve("on/ly/only-first")).statusCode() == 200);
      }
    }
  }

  @Test
  void fetch_firstDiesInTheMiddle_isFinishedByTheSecond() throws Exception {
    try (FakeRegistry first = FakeRegistry.start().publish(LARGE);
        FakeRegistry second = FakeRegistry.start().publish(LARGE);
        Cratehold cratehold = start(first, second)) {
      first.when(LARGE).times(1).then(Fault.resetAfter(0.5));
      first.when(LARGE).after(1).then(Fault.reset());
      Cargo cargo = mirrored(RealCargo.stable(), cratehold);

      Path project = CargoProject.create(scratch, "[dependencies]\nlarge = \"1\"\n");
      cargo.run(project, "fetch").expectSuccess();

      assertThat(cargo.downloads()).isEqualTo(Expected.files(List.of(LARGE)));
      assertThat(second.log().matching("/dl/.*")).hasSize(1);
      assertThat(cratehold.run("store", "verify").exit()).isZero();
    }
  }

  @Test
  void index_onlyTheSecondSaysThatThereIsNone_isNotBelieved() throws Exception {
    try (FakeRegistry first = FakeRegistry.start().publish(LARGE);
        FakeRegistry second = FakeRegistry.start();
        Cratehold cratehold = start(first, second);
        PlainClient plain = new PlainClient()) {
      first.when("/index/la/.*").then(Fault.status(500));

      HttpResponse<byte[]> answer = plain.get(cratehold.index().resolve("la/rg/large"));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(PlainClient.text(answer)).contains("status 500");
      first.heal();
      Eventually.until(
          "the first is asked again",
          () -> plain.get(cratehold.index().resolve("la/rg/large")).statusCode() == 200);
    }
  }

  private Cratehold start(FakeRegistry first, FakeRegistry second) throws IOException {
    return Cratehold.start(scratch, first, "--upstream", "sparse+" + second.indexUrl());
  }

  private Cargo mirrored(RealCargo client, Cratehold cratehold) throws IOException {
    return Cargo.fresh(client, scratch)
        .mirror(cratehold.index())
        .environment("CARGO_NET_RETRY", "0");
  }
}
