package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 11, a slow upstream: 5 s to the first byte and 20 KB/s are enough for clients that give up
/// after 3 s without a byte, since what comes is passed on at once, and whoever comes later joins.
class Acceptance11SlowUpstreamTest {
  private static final TestCrate SLOW =
      CrateBuilder.crate("slow", "1.0.0").payload(100_000, 11).build();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path scratch;

  @Test
  void fetch_clientsOfLittlePatience_succeedAndShareOneTransfer() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(SLOW);
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      upstream.when(".*").then(Fault.latency(Duration.ofSeconds(5)));
      upstream.when("/dl/.*").then(Fault.bandwidth(20_000));
      Cargo first = impatient(RealCargo.stable(), cratehold);
      Cargo joining = impatient(RealCargo.nightly(), cratehold);
      Future<Cargo.Result> running = threads.submit(() -> fetch(first));
      upstream.log().await("/dl/.*", 1, LIMIT);

      fetch(joining).expectSuccess();

      running.get().expectSuccess();
      for (Cargo cargo : List.of(first, joining)) {
        assertThat(cargo.downloads()).isEqualTo(Expected.files(List.of(SLOW)));
      }
      assertThat(upstream.log().matching("/dl/.*")).hasSize(1);
      assertThat(upstream.log().count("/index/sl/ow/slow")).isEqualTo(1);
    }
  }

  private Cargo.Result fetch(Cargo cargo) throws Exception {
    return cargo.run(CargoProject.create(scratch, "[dependencies]\nslow = \"1\"\n"), "fetch");
  }

  private Cargo impatient(RealCargo client, Cratehold cratehold) throws Exception {
    return Cargo.fresh(client, scratch)
        .mirror(cratehold.index())
        .environment("CARGO_HTTP_TIMEOUT", "3");
  }
}
