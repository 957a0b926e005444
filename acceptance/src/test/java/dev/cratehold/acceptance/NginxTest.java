package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behind a real nginx with TLS: clients see its address only.
class NginxTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(6, 60);

  @TempDir private Path scratch;

  @Test
  void fetch_publicUrlGiven_goesThroughNginxOnly() throws Exception {
    int port = Nginx.freePort();
    fetchThrough(port, "--public-url", "https://127.0.0.1:" + port);
  }

  @Test
  void fetch_nginxTrusted_goesThroughNginxOnly() throws Exception {
    fetchThrough(Nginx.freePort(), "--trusted-proxy", "127.0.0.1");
  }

  private void fetchThrough(int port, String... options) throws Exception {
    TestCertificate certificate = TestCertificate.create(scratch);
    try (FakeRegistry upstream = FakeRegistry.start().publish(GRAPH.all());
        Cratehold cratehold = Cratehold.start(scratch, upstream, options);
        Nginx nginx = Nginx.start(scratch, certificate, port, cratehold.port())) {
      for (RealCargo client : RealCargo.all()) {
        fetch(client, nginx, certificate, cratehold);
      }
    }
  }

  private void fetch(
      RealCargo client, Nginx nginx, TestCertificate certificate, Cratehold cratehold)
      throws Exception {
    Path project = CargoProject.create(scratch, GRAPH.dependencies());
    Cargo cargo =
        Cargo.fresh(client, scratch)
            .mirror(nginx.url().resolve("crates-io/"))
            .config("[http]\ncainfo = \"" + certificate.certificatePem() + "\"\n")
            .environment("CARGO_HTTP_DEBUG", "true")
            .environment("CARGO_LOG", "network=trace");

    Cargo.Result result = cargo.run(project, "fetch").expectSuccess();

    assertThat(cargo.downloads()).as(client.label()).isEqualTo(Expected.files(GRAPH));
    assertThat(result.stderr()).doesNotContain(":" + cratehold.port());
  }
}
