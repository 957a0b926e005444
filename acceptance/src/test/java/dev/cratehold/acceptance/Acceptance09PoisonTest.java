package dev.cratehold.acceptance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
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

/// Test 9, poison: bytes that are not the crate's are never stored and never reach a client as a
/// whole; once the upstream is well again, so is everything.
class Acceptance09PoisonTest {
  private static final List<Poison> POISONS =
      List.of(
          new Poison("another-byte", Fault.corrupt()),
          new Poison("a-page", Fault.html()),
          new Poison("nothing", Fault.empty()),
          new Poison("compressed-again", Fault.gzip()),
          new Poison("too-short", Fault.shorten(0.9)),
          new Poison("other-bytes", Fault.body(new byte[400_000])));

  @TempDir private Path scratch;

  /// What an upstream sends as a small and as a large crate.
  private record Poison(String name, Fault fault) {
    List<TestCrate> crates() {
      return List.of(
          CrateBuilder.crate(name + "-small", "1.0.0").payload(3_000, 1).build(),
          CrateBuilder.crate(name + "-large", "1.0.0").payload(300_000, 2).build());
    }
  }

  @Test
  void fetch_wrongBytes_isRefusedAndHealsByItself() throws Exception {
    List<TestCrate> all = POISONS.stream().flatMap(p -> p.crates().stream()).toList();
    try (FakeRegistry upstream = FakeRegistry.start().publish(all);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (Poison poison : POISONS) {
        upstream.when("/dl/" + poison.name + ".*").then(poison.fault);
        for (TestCrate crate : poison.crates()) {
          assertNeverComplete(cratehold, crate);
        }
      }
      assertThat(cratehold.run("store", "ls").output()).doesNotContain("-small", "-large");
      upstream.heal();

      for (RealCargo client : RealCargo.all()) {
        Cargo cargo = fetch(client, cratehold, all);
        assertThat(cargo.downloads()).as(client.label()).isEqualTo(Expected.files(all));
      }
      assertThat(cratehold.run("store", "verify").exit()).isZero();
    }
  }

  @Test
  void fetch_rightBytesLabelledAsCompressed_arrivesAsItIs() throws Exception {
    List<TestCrate> crates = POISONS.getFirst().crates();
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates);
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        PlainClient plain = new PlainClient()) {
      upstream.when("/dl/.*").then(Fault.header("content-encoding", "gzip"));

      for (RealCargo client : RealCargo.all()) {
        Cargo cargo = fetch(client, cratehold, crates);
        assertThat(cargo.downloads()).as(client.label()).isEqualTo(Expected.files(crates));
      }

      HttpResponse<byte[]> answer = plain.get(cratehold.crate(crates.getLast()));
      assertThat(answer.body()).isEqualTo(crates.getLast().file());
      assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    }
  }

  /// The answer is an error, or it breaks off, and cargo's own check saw nothing.
  private void assertNeverComplete(Cratehold cratehold, TestCrate crate) throws Exception {
    try (PlainClient plain = new PlainClient()) {
      HttpResponse<byte[]> answer = plain.get(cratehold.crate(crate));
      assertThat(answer.statusCode()).as(crate.toString()).isGreaterThanOrEqualTo(500);
    } catch (IOException brokenOff) {
      assertThat(brokenOff).as(crate.toString()).isNotNull();
    }
    for (RealCargo client : List.of(RealCargo.stable(), RealCargo.debian())) {
      Cargo cargo = mirrored(client, cratehold);
      Cargo.Result result = cargo.run(project(List.of(crate)), "fetch").expectFailure();
      assertThat(result.stderr()).doesNotContain("failed to verify the checksum");
      assertThat(cargo.downloads()).isEmpty();
    }
  }

  private Cargo fetch(RealCargo client, Cratehold cratehold, List<TestCrate> crates)
      throws Exception {
    Cargo cargo = mirrored(client, cratehold);
    cargo.run(project(crates), "fetch").expectSuccess();
    return cargo;
  }

  private Cargo mirrored(RealCargo client, Cratehold cratehold) throws IOException {
    return Cargo.fresh(client, scratch)
        .mirror(cratehold.index())
        .environment("CARGO_NET_RETRY", "0");
  }

  private Path project(List<TestCrate> crates) throws IOException {
    String wanted = crates.stream().map(c -> c.name() + " = \"1\"\n").collect(joining());
    return CargoProject.create(scratch, "[dependencies]\n" + wanted);
  }
}
