package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FakeRegistryBuilder;
import dev.cratehold.testing.IndexValidators;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Upstreams of every kind: where they put their crates, how they name them, what they speak. The
/// client notices nothing of it.
class UpstreamsTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(5, 25);

  @TempDir private Path scratch;

  @Test
  void fetch_everyFormOfDownloads_works() throws Exception {
    for (FakeRegistryBuilder upstream :
        List.of(
            FakeRegistry.builder().downloads("/crates/{crate}/{crate}-{version}.crate"),
            FakeRegistry.builder().downloads("/p/{prefix}/{crate}/{version}"),
            FakeRegistry.builder().downloads("/l/{lowerprefix}/{crate}/{version}/"),
            FakeRegistry.builder().downloads("/sum/{sha256-checksum}"),
            FakeRegistry.builder().downloadsOnOtherPort(),
            FakeRegistry.builder().downloadsOnOtherHostName(),
            FakeRegistry.builder().downloadRedirects(3),
            FakeRegistry.builder().http1Only().validators(IndexValidators.LAST_MODIFIED),
            FakeRegistry.builder().gzipIndex().validators(IndexValidators.NONE))) {
      try (FakeRegistry registry = upstream.start().publish(GRAPH.all());
          Cratehold cratehold = Cratehold.start(scratch, registry)) {
        fetch(cratehold);
      }
    }
  }

  @Test
  void fetch_upstreamOverTls_speaksHttp2ToIt() throws Exception {
    TestCertificate certificate = TestCertificate.create(scratch);
    String authority = certificate.certificatePem().toString();
    try (FakeRegistry upstream = FakeRegistry.builder().tls(certificate).start();
        Cratehold cratehold = Cratehold.start(scratch, upstream, "--upstream-ca", authority)) {
      upstream.publish(GRAPH.all());

      fetch(cratehold);

      assertThat(upstream.log().all()).allMatch(request -> request.protocol().equals("HTTP/2"));
      assertThat(upstream.log().all())
          .allMatch(r -> r.header("user-agent").orElse("").startsWith("cratehold/"));
    }
  }

  @Test
  void fetch_downloadsElsewhere_clientKnowsOnlyCratehold() throws Exception {
    Path project = CargoProject.create(scratch, GRAPH.dependencies());
    try (FakeRegistry upstream = FakeRegistry.builder().downloadRedirects(1).start();
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      upstream.publish(GRAPH.all());
      Cargo.Result result =
          Cargo.fresh(RealCargo.stable(), scratch)
              .mirror(cratehold.index())
              .environment("CARGO_HTTP_DEBUG", "true")
              .environment("CARGO_LOG", "network=trace")
              .run(project, "fetch")
              .expectSuccess();

      assertThat(result.stderr())
          .contains("127.0.0.1:" + cratehold.port())
          .doesNotContain(":" + upstream.port())
          .doesNotContain(":" + upstream.otherPort());
      assertThat(upstream.log().all())
          .allMatch(r -> r.header("user-agent").orElse("").startsWith("cratehold/"));
    }
  }

  private void fetch(Cratehold cratehold) throws Exception {
    Path project = CargoProject.create(scratch, GRAPH.dependencies());
    Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index());
    cargo.run(project, "fetch").expectSuccess();
    assertThat(cargo.downloads()).isEqualTo(Expected.files(GRAPH));
  }
}
