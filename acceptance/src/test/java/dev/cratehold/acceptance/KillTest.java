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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 at bad moments: what was published stays, nothing half-written is served, and clients
/// finish by their own retries. Debian's cargo takes no part in the interrupted fetches: cargo
/// 1.96.0 was released without its retries.
class KillTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int DOWNLOADS = 30;
  private static final int KILLS = 3;
  private static final String EMPTY_REPLY = "[52]";

  @TempDir private Path scratch;

  @Test
  void fetch_serverKilledInTheMiddle_isFinishedByTheUsualRetries() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      upstream.when("/dl/.*").then(Fault.bandwidth(100_000));
      for (int round = 1; round <= 3; round++) {
        List<TestCrate> crates = crates("round-" + round + "-");
        upstream.publish(crates);
        List<Future<Cargo>> running = start(threads, crates, cratehold, 3);
        killInTheMiddle(upstream, cratehold, "/dl/round-" + round + ".*");
        assertFinished(running, crates);
      }
      assertIntact(cratehold);
    }
  }

  @Test
  void fetch_serverKilledThreeTimes_isFinishedByMoreRetries() throws Exception {
    List<TestCrate> crates = crates("crate-");
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates);
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      upstream.when("/dl/.*").then(Fault.bandwidth(100_000));
      List<Future<Cargo>> running = start(threads, crates, cratehold, 12);
      for (int kill = 1; kill <= KILLS; kill++) {
        killInTheMiddle(upstream, cratehold, "/dl/.*");
      }
      assertFinished(running, crates);
      assertIntact(cratehold);
    }
  }

  @Test
  void restart_killedAndUpstreamGone_servesWhatItHas() throws Exception {
    List<TestCrate> crates = crates("crate-");
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates);
        Cratehold cratehold = Cratehold.start(scratch, upstream, "--index-ttl", "1s")) {
      fetch(RealCargo.stable(), crates, cratehold, 3).call();
      cratehold.kill();
      upstream.stop();

      cratehold.restart();

      for (RealCargo client : RealCargo.all()) {
        assertThat(fetch(client, crates, cratehold, 0).call().downloads())
            .isEqualTo(Expected.files(crates));
      }
    }
  }

  /// Kills the server once ten of the downloads have begun, and starts it again.
  private static void killInTheMiddle(FakeRegistry upstream, Cratehold cratehold, String downloads)
      throws Exception {
    upstream.log().clear();
    upstream.log().await(downloads, DOWNLOADS / 3, LIMIT);
    cratehold.kill();
    cratehold.restart();
  }

  private List<Future<Cargo>> start(
      ExecutorService threads, List<TestCrate> crates, Cratehold cratehold, int retries)
      throws Exception {
    List<Future<Cargo>> running = new ArrayList<>();
    for (RealCargo client : List.of(RealCargo.stable(), RealCargo.nightly())) {
      running.add(threads.submit(fetch(client, crates, cratehold, retries)));
    }
    return running;
  }

  private Callable<Cargo> fetch(
      RealCargo client, List<TestCrate> crates, Cratehold cratehold, int retries) throws Exception {
    Path project = CargoProject.create(scratch, dependencies(crates));
    Cargo cargo =
        Cargo.fresh(client, scratch)
            .mirror(cratehold.index())
            .environment("CARGO_NET_RETRY", Integer.toString(retries));
    return () -> {
      fetch(cargo, project).expectSuccess();
      return cargo;
    };
  }

  /// Cargo does not retry curl's error 52, which is what a request gets that was sent as the server
  /// was killed: then it is begun again, at most once for each kill.
  private static Cargo.Result fetch(Cargo cargo, Path project) throws Exception {
    Cargo.Result result = cargo.run(project, "fetch");
    for (int again = 0; again < KILLS && result.stderr().contains(EMPTY_REPLY); again++) {
      result = cargo.run(project, "fetch");
    }
    return result;
  }

  private static void assertFinished(List<Future<Cargo>> running, List<TestCrate> crates)
      throws Exception {
    for (Future<Cargo> client : running) {
      assertThat(client.get().downloads()).isEqualTo(Expected.files(crates));
    }
  }

  private static void assertIntact(Cratehold cratehold) throws Exception {
    Cratehold.Outcome verified = cratehold.run("store", "verify");
    assertThat(verified.exit()).as(verified.output()).isZero();
  }

  private static List<TestCrate> crates(String prefix) {
    return IntStream.range(0, DOWNLOADS)
        .mapToObj(i -> CrateBuilder.crate(prefix + i, "1.0.0").payload(200_000, i).build())
        .toList();
  }

  private static String dependencies(List<TestCrate> crates) {
    return crates.stream()
        .map(crate -> crate.name() + " = \"1\"\n")
        .collect(Collectors.joining("", "[dependencies]\n", ""));
  }
}
