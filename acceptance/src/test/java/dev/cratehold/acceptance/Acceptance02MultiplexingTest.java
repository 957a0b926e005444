package dev.cratehold.acceptance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCertificate;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 2, HTTP/2 on plain http and over TLS: all requests of a client are under way at once, where
/// HTTP/1.1 has two. Debian's cargo breaks on the upgrade on plain http and is kept on HTTP/1.1
/// there.
class Acceptance02MultiplexingTest {
  private static final int AT_ONCE = 60;
  private static final int SOME = 40;
  private static final String INDEX_FILES = "/index/cr/at/.*";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration FAR_AWAY = Duration.ofMillis(250);
  private static final List<TestCrate> CRATES =
      IntStream.range(0, 2 * AT_ONCE)
          .mapToObj(i -> CrateBuilder.crate("crate-" + i, "1.0.0").build())
          .toList();
  @TempDir private Path scratch;
  private TestCertificate certificate;

  @BeforeEach
  void makeCertificate() throws Exception {
    certificate = TestCertificate.create(scratch);
  }

  @Test
  void resolve_onPlainHttp_hasSixtyRequestsUnderWayAtOnce() throws Exception {
    for (RealCargo client : List.of(RealCargo.stable(), RealCargo.nightly())) {
      assertManyAtOnce(client);
    }
  }

  @Test
  void resolve_overTls_hasSixtyRequestsUnderWayAtOnce() throws Exception {
    for (RealCargo client : RealCargo.all()) {
      assertManyAtOnce(client, tls());
    }
  }

  /// The upstream answers nothing before it has been asked for 60 index files.
  private void assertManyAtOnce(RealCargo client, String... options) throws Exception {
    try (FakeRegistry upstream = upstream();
        Cratehold cratehold = start(upstream, options);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Hook hang = upstream.when(INDEX_FILES).then(Fault.hang());
      Future<Cargo.Result> running =
          threads.submit(() -> resolve(mirrored(client, cratehold), CRATES.size()));
      upstream.log().await(INDEX_FILES, AT_ONCE, LIMIT);
      if (options.length == 0) {
        assertFewConnections(cratehold);
      }
      hang.release();
      running.get();
    }
  }

  /// Cargo's connection, perhaps a second that it opened before the first was upgraded, and the one
  /// that asks here.
  private static void assertFewConnections(Cratehold cratehold) throws Exception {
    try (PlainClient plain = new PlainClient()) {
      String metrics = PlainClient.text(plain.get(cratehold.index().resolve("/metrics")));
      assertThat(metrics).containsPattern("cratehold_connections_open [23](\\.0)?\n");
    }
  }

  @Test
  void resolve_farUpstream_takesLessThanHalfTheTimeOfHttp1() throws Exception {
    assertThat(timeToResolve(true)).isLessThan(timeToResolve(false).dividedBy(2));
  }

  @Test
  void resolve_withoutMultiplexing_works() throws Exception {
    for (RealCargo client : RealCargo.all()) {
      try (FakeRegistry upstream = upstream();
          Cratehold cratehold = start(upstream, tls())) {
        resolve(mirrored(client, cratehold).environment("CARGO_HTTP_MULTIPLEXING", "false"), SOME);
        assertThat(upstream.log().matching(INDEX_FILES)).hasSize(SOME);
      }
    }
  }

  private Duration timeToResolve(boolean multiplexing) throws Exception {
    try (FakeRegistry upstream = upstream();
        Cratehold cratehold = start(upstream)) {
      upstream.when(INDEX_FILES).then(Fault.latency(FAR_AWAY));
      Cargo cargo = mirrored(RealCargo.stable(), cratehold);
      cargo.environment("CARGO_HTTP_MULTIPLEXING", Boolean.toString(multiplexing));
      return resolve(cargo, SOME).duration();
    }
  }

  /// Over TLS, so that Cratehold can have many requests on its way too.
  private FakeRegistry upstream() {
    return FakeRegistry.builder().tls(certificate).start().publish(CRATES);
  }

  private Cratehold start(FakeRegistry upstream, String... options) throws Exception {
    String authority = certificate.certificatePem().toString();
    List<String> all = new ArrayList<>(List.of("--upstream-ca", authority));
    all.addAll(List.of(options));
    return Cratehold.start(scratch, upstream, all.toArray(String[]::new));
  }

  private String[] tls() {
    return new String[] {
      "--tls-cert", certificate.certificatePem().toString(),
      "--tls-key", certificate.privateKeyPem().toString()
    };
  }

  private Cargo mirrored(RealCargo client, Cratehold cratehold) throws Exception {
    return Cargo.fresh(client, scratch)
        .mirror(cratehold.index())
        .config("[http]\ncainfo = \"" + certificate.certificatePem() + "\"\n")
        .environment("CARGO_NET_RETRY", "0");
  }

  /// Lets a project that needs the first so many crates have its lock file.
  private Cargo.Result resolve(Cargo cargo, int crates) throws Exception {
    String wanted =
        CRATES.stream().limit(crates).map(c -> c.name() + " = \"1\"\n").collect(joining());
    Path project = CargoProject.create(scratch, "[dependencies]\n" + wanted);
    return cargo.run(project, "generate-lockfile").expectSuccess();
  }
}
