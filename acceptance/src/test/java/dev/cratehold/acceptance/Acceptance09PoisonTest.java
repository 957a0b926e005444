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
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 9, poison: bytes that are not the crate's are never stored and never reach a client as a
/// whole; once the upstream is well again, so is everything.
class Acceptance09PoisonTest {
  private static final TestCrate SMALL =
      CrateBuilder.crate("small", "1.0.0").payload(3_000, 1).build();
  private static final TestCrate LARGE =
      CrateBuilder.crate("large", "1.0.0").payload(300_000, 2).build();
  private static final List<TestCrate> BOTH = List.of(SMALL, LARGE);
  private static final Map<String, Fault> POISONS =
      new TreeMap<>(
          Map.of(
              "another byte", Fault.corrupt(),
              "a page", Fault.html(),
              "nothing", Fault.empty(),
              "compressed once more", Fault.gzip(),
              "too short", Fault.shorten(0.9),
              "too long", Fault.body(tooLong())));

  @TempDir private Path scratch;

  private static byte[] tooLong() {
    byte[] file = SMALL.file();
    return Arrays.copyOf(file, file.length + 1);
  }

  @Test
  void fetch_wrongBytes_isRefusedAndHealsByItself() throws Exception {
    for (Map.Entry<String, Fault> poison : POISONS.entrySet()) {
      try (FakeRegistry upstream = FakeRegistry.start().publish(BOTH);
          Cratehold cratehold = Cratehold.start(scratch, upstream);
          PlainClient plain = new PlainClient()) {
        upstream.when("/dl/.*").then(poison.getValue());

        for (TestCrate crate : BOTH) {
          assertNeverComplete(plain, cratehold.crate(crate), poison.getKey());
        }
        for (RealCargo client : List.of(RealCargo.stable(), RealCargo.debian())) {
          Cargo.Result result = fetch(client, cratehold).expectFailure();
          // Cargo's own check saw nothing: no wrong body was ever complete.
          assertThat(result.stderr()).doesNotContain("failed to verify the checksum");
        }
        assertThat(cratehold.run("store", "ls").output()).doesNotContain("small", "large");
        upstream.heal();

        for (RealCargo client : RealCargo.all()) {
          fetch(client, cratehold).expectSuccess();
        }
        assertThat(cratehold.run("store", "verify").exit()).isZero();
      }
    }
  }

  @Test
  void fetch_rightBytesLabelledAsCompressed_arrivesAsItIs() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(BOTH);
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        PlainClient plain = new PlainClient()) {
      upstream.when("/dl/.*").then(Fault.header("content-encoding", "gzip"));

      for (RealCargo client : RealCargo.all()) {
        fetch(client, cratehold).expectSuccess();
      }

      HttpResponse<byte[]> answer = plain.get(cratehold.crate(LARGE));
      assertThat(answer.body()).isEqualTo(LARGE.file());
      assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    }
  }

  /// The answer is an error, or it breaks off.
  private static void assertNeverComplete(PlainClient plain, URI url, String poison)
      throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = plain.get(url);
      assertThat(answer.statusCode()).as(poison).isGreaterThanOrEqualTo(500);
    } catch (IOException brokenOff) {
      assertThat(brokenOff).as(poison).isNotNull();
    }
  }

  private Cargo.Result fetch(RealCargo client, Cratehold cratehold) throws Exception {
    Path project = CargoProject.create(scratch, "[dependencies]\nsmall = \"1\"\nlarge = \"1\"\n");
    return Cargo.fresh(client, scratch)
        .mirror(cratehold.index())
        .environment("CARGO_NET_RETRY", "0")
        .run(project, "fetch");
  }
}
