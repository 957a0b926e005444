package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateDependency;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCertificate;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fake registry is one that the real cargos accept, without Cratehold in between.
class FakeRegistryTest {
  @TempDir private Path scratch;

  @Test
  void fetch_graph_getsExactlyItsCrates() throws Exception {
    CrateGraph graph = CrateGraph.generate(1, 120);
    try (FakeRegistry registry = FakeRegistry.builder().http1Only().start().publish(graph.all())) {
      for (RealCargo client : RealCargo.all()) {
        Path project = CargoProject.create(scratch, graph.dependencies());
        Cargo cargo = Cargo.fresh(client, scratch).mirror(registry.indexUrl());

        cargo.run(project, "fetch").expectSuccess();

        assertThat(cargo.downloads()).as(client.label()).isEqualTo(Expected.files(graph));
      }
    }
  }

  @Test
  void fetch_overTlsFromOtherPort_usesHttp2() throws Exception {
    TestCertificate certificate = TestCertificate.create(scratch);
    CrateGraph graph = CrateGraph.generate(2, 20);
    try (FakeRegistry registry =
        FakeRegistry.builder().tls(certificate).downloadRedirects(1).gzipIndex().start()) {
      registry.publish(graph.all());
      for (RealCargo client : RealCargo.all()) {
        Path project = CargoProject.create(scratch, graph.dependencies());
        Cargo cargo =
            Cargo.fresh(client, scratch)
                .mirror(registry.indexUrl())
                .config("[http]\ncainfo = \"" + certificate.certificatePem() + "\"\n");

        cargo.run(project, "fetch").expectSuccess();

        assertThat(cargo.downloads()).hasSize(20);
      }
      assertThat(registry.log().all()).allMatch(request -> request.protocol().equals("HTTP/2"));
    }
  }

  @Test
  void build_cratesOfEveryKind_compiles() throws Exception {
    TestCrate leaf = CrateBuilder.crate("leaf", "1.0.0+meta.1").feature("std").build();
    TestCrate odd =
        CrateBuilder.crate("odd", "0.2.0")
            .dependsOn(CrateDependency.on("leaf", "^1").as("renamed").withoutDefaultFeatures())
            .dependsOn(CrateDependency.on("absent", "^9").onTarget("cfg(windows)"))
            .dependsOn(CrateDependency.on("twig", "^1.0.0-rc").whenAsked().withFeatures("std"))
            .feature("more", "dep:twig")
            .rustVersion("1.60")
            .links("odd")
            .publishedAt("2026-01-31T12:00:00Z")
            .build();
    TestCrate twig = CrateBuilder.crate("twig", "1.0.0-rc.1").feature("std").build();
    TestCrate absent = CrateBuilder.crate("absent", "9.0.0").build();
    try (FakeRegistry registry = FakeRegistry.start().publish(leaf, twig, odd, absent)) {
      Path project =
          CargoProject.create(
              scratch, "[dependencies]\nodd = { version = \"0.2\", features = [\"more\"] }\n");

      Cargo.fresh(RealCargo.stable(), scratch)
          .mirror(registry.indexUrl())
          .run(project, "build")
          .expectSuccess();
    }
  }
}
