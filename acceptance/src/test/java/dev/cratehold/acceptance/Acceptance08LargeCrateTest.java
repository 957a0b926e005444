package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FakeRegistryBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.RecordedRequest;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 8, an upstream that dies in the middle of 80 MB: the clients get one whole body, which
/// begins at once and never lies in memory; if the upstream stays dead, they get none.
class Acceptance08LargeCrateTest {
  private static final int SIZE = 80_000_000;
  private static final double DEATH = 0.6;
  private static final Duration SOON = Duration.ofSeconds(20);

  /// Less memory than the crate has bytes, for heap and buffers together.
  private static final Map<String, String> LITTLE_MEMORY =
      Map.of("CRATEHOLD_JAVA_OPTIONS", "-Xmx48m -XX:MaxDirectMemorySize=24m");

  private static TestCrate large;

  @TempDir private Path scratch;

  @BeforeAll
  static void buildCrate() {
    large = CrateBuilder.crate("large", "1.0.0").payload(SIZE, 8).build();
  }

  @Test
  void fetch_upstreamDiesInTheMiddle_isResumedWhereItBroke() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(large);
        Cratehold cratehold = start(upstream)) {
      upstream.when(large).times(1).then(Fault.resetAfter(DEATH));

      assertAllGetOneBody(cratehold);

      List<RecordedRequest> requests = upstream.log().matching("/dl/.*");
      assertThat(requests).hasSize(2);
      assertThat(offset(requests.getLast())).isBetween(SIZE / 3, (int) (SIZE * DEATH) + 100_000);
      assertThat(requests.getLast().header("if-range")).isPresent();
    }
  }

  @Test
  void fetch_upstreamKnowsNoRanges_isContinuedFromTheBeginning() throws Exception {
    FakeRegistryBuilder whole = FakeRegistry.builder().withoutRanges();
    try (FakeRegistry upstream = whole.start().publish(large);
        Cratehold cratehold = start(upstream)) {
      upstream.when(large).times(1).then(Fault.truncateAfter(DEATH));

      assertAllGetOneBody(cratehold);
    }
  }

  @Test
  void fetch_upstreamStaysDead_endsInABrokenTransferAndStoresNothing() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(large);
        Cratehold cratehold = start(upstream);
        PlainClient plain = new PlainClient()) {
      upstream.when(large).times(1).then(Fault.resetAfter(DEATH));
      Hook dead = upstream.when(large).after(1).then(Fault.reset());

      assertThatThrownBy(() -> plain.get(cratehold.crate(large))).isInstanceOf(IOException.class);

      for (RealCargo client : List.of(RealCargo.stable(), RealCargo.debian())) {
        Cargo cargo = mirrored(client, cratehold).environment("CARGO_NET_RETRY", "0");
        assertThat(cargo.run(project(), "fetch").expectFailure().stderr())
            .doesNotContain("failed to verify the checksum");
        assertThat(cargo.downloads()).isEmpty();
      }
      assertThat(cratehold.run("store", "ls").output()).doesNotContain("large");
      dead.close();
      mirrored(RealCargo.stable(), cratehold).run(project(), "fetch").expectSuccess();
      assertThat(cratehold.run("store", "verify").exit()).isZero();
    }
  }

  private Cratehold start(FakeRegistry upstream) throws IOException {
    return Cratehold.start(scratch, LITTLE_MEMORY, upstream.indexUrl());
  }

  /// A plain client and two cargos at once.
  private void assertAllGetOneBody(Cratehold cratehold) throws Exception {
    List<Cargo> cargos =
        List.of(
            mirrored(RealCargo.stable(), cratehold).environment("CARGO_NET_RETRY", "0"),
            mirrored(RealCargo.debian(), cratehold).environment("CARGO_NET_RETRY", "0"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> plain = threads.submit(() -> digest(cratehold));
      List<Future<Cargo.Result>> running =
          cargos.stream()
              .map(cargo -> threads.submit(() -> cargo.run(project(), "fetch")))
              .toList();
      assertThat(plain.get()).isEqualTo(large.checksum().hex());
      for (Future<Cargo.Result> cargo : running) {
        cargo.get().expectSuccess();
      }
    }
    for (Cargo cargo : cargos) {
      assertThat(cargo.downloads()).isEqualTo(Expected.files(List.of(large)));
    }
    assertThat(cratehold.run("store", "verify").exit()).isZero();
  }

  /// Reads the crate as it comes: the first byte comes soon, long before the last.
  private static String digest(Cratehold cratehold) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long start = System.nanoTime();
    try (PlainClient plain = new PlainClient();
        InputStream body = plain.open(cratehold.crate(large)).body()) {
      digest.update((byte) body.read());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      byte[] buffer = new byte[1 << 16];
      for (int n = body.read(buffer); n > 0; n = body.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static int offset(RecordedRequest request) {
    return Stream.of(request.header("range"))
        .flatMap(Optional::stream)
        .mapToInt(range -> Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1")))
        .findFirst()
        .orElse(0);
  }

  private Cargo mirrored(RealCargo client, Cratehold cratehold) throws Exception {
    return Cargo.fresh(client, scratch).mirror(cratehold.index());
  }

  private Path project() throws IOException {
    return CargoProject.create(scratch, "[dependencies]\nlarge = \"1\"\n");
  }
}
