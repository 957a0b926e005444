package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.RecordedRequest;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 7, blips upstream: whatever goes wrong once or twice with any object is over before the
/// client hears of it. The clients do not retry, as cargo 1.96.0 does not.
class Acceptance07BlipsTest {
  private static final List<Blip> BLIPS =
      List.of(
          new Blip("fails", 2, Fault.status(500)),
          new Blip("waits", 1, Fault.retryAfter(429, 1)),
          new Blip("resets", 1, Fault.reset()),
          new Blip("truncates", 1, Fault.truncateAfter(0.6)),
          new Blip("breaks", 1, Fault.resetAfter(0.4)));
  private static final Blip NO_CONFIG = new Blip("config.json", 2, Fault.status(503));

  @TempDir private Path scratch;

  /// What goes wrong with the first requests for the index file of a crate, and with those for the
  /// crate.
  private record Blip(String name, int times, Fault fault) {
    TestCrate crate() {
      return CrateBuilder.crate(name, "1.0.0").payload(200_000, times).build();
    }

    void arrange(FakeRegistry upstream) {
      Map<String, Integer> seen = new ConcurrentHashMap<>();
      Predicate<RecordedRequest> first =
          request ->
              request.path().contains(name) && seen.merge(request.path(), 1, Integer::sum) <= times;
      upstream.when(first).then(fault);
    }
  }

  @Test
  void fetch_everyObjectGoesWrongAtFirst_succeedsWithoutRetries() throws Exception {
    List<TestCrate> crates = BLIPS.stream().map(Blip::crate).toList();
    for (RealCargo client : RealCargo.all()) {
      try (FakeRegistry upstream = FakeRegistry.start().publish(crates)) {
        BLIPS.forEach(blip -> blip.arrange(upstream));
        NO_CONFIG.arrange(upstream);
        try (Cratehold cratehold = Cratehold.start(scratch, upstream)) {
          assertAllArrive(client, crates, cratehold);
        }
        for (Blip blip : BLIPS) {
          assertThat(upstream.log().matching(".*" + blip.name + ".*")).hasSize(2 * blip.times + 2);
        }
      }
    }
  }

  private void assertAllArrive(RealCargo client, List<TestCrate> crates, Cratehold cratehold)
      throws Exception {
    String wanted = crates.stream().map(c -> c.name() + " = \"1\"\n").collect(Collectors.joining());
    Cargo cargo =
        Cargo.fresh(client, scratch).mirror(cratehold.index()).environment("CARGO_NET_RETRY", "0");

    cargo.run(CargoProject.create(scratch, "[dependencies]\n" + wanted), "fetch").expectSuccess();

    assertThat(cargo.downloads()).as(client.label()).isEqualTo(Expected.files(crates));
    assertThat(cratehold.run("store", "verify").exit()).isZero();
  }
}
