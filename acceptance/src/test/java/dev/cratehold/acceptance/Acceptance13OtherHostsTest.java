package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FakeRegistryBuilder;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.RecordedRequest;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 13, crates on another host: clients meet Cratehold alone, and nothing that they send
/// (tokens and cookies among it) goes on to any server upstream.
class Acceptance13OtherHostsTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(13, 10);
  private static final String SECRET = "s3cret-of-the-client";

  @TempDir private Path scratch;

  @Test
  void fetch_downloadsElsewhere_meetsNobodyButCratehold() throws Exception {
    for (FakeRegistryBuilder elsewhere :
        List.of(
            FakeRegistry.builder().downloadsOnOtherPort(),
            FakeRegistry.builder().downloadRedirects(2))) {
      try (FakeRegistry upstream = elsewhere.start().publish(GRAPH.all());
          Cratehold cratehold = Cratehold.start(scratch, upstream)) {
        for (RealCargo client : List.of(RealCargo.stable(), RealCargo.debian())) {
          Cargo cargo = Cargo.fresh(client, scratch).mirror(cratehold.index());

          String log = fetchWatched(cargo);

          assertThat(cargo.downloads()).isEqualTo(Expected.files(GRAPH));
          assertThat(log)
              .contains("127.0.0.1:" + cratehold.port())
              .doesNotContain(":" + upstream.port(), ":" + upstream.otherPort());
        }
        assertThat(upstream.log().all()).noneMatch(Acceptance13OtherHostsTest::holdsSecret);
      }
    }
  }

  @Test
  void request_withCredentials_reachesNoServerUpstreamWithThem() throws Exception {
    TestCrate crate = GRAPH.current().getFirst();
    try (FakeRegistry upstream = FakeRegistry.builder().downloadRedirects(1).start();
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        PlainClient plain = new PlainClient()) {
      upstream.publish(GRAPH.all());
      for (String path :
          List.of(
              "config.json",
              crate.name().indexPath(),
              "crate/%s/%s/download".formatted(crate.name(), crate.version()),
              "api/v1/crates?q=a")) {
        plain.get(
            cratehold.index().resolve(path),
            "authorization",
            "Bearer " + SECRET,
            "cookie",
            "session=" + SECRET,
            "x-other",
            SECRET);
      }

      assertThat(upstream.log().all())
          .isNotEmpty()
          .noneMatch(Acceptance13OtherHostsTest::holdsSecret);
      assertThat(otherPorts(upstream)).isNotEmpty();
      assertThat(cratehold.output()).doesNotContain(SECRET);
    }
  }

  private String fetchWatched(Cargo cargo) throws Exception {
    Path project = CargoProject.create(scratch, GRAPH.dependencies());
    return cargo
        .environment("CARGO_HTTP_DEBUG", "true")
        .environment("CARGO_LOG", "network=trace")
        .environment("CARGO_REGISTRIES_MIRROR_TOKEN", SECRET)
        .run(project, "fetch")
        .expectSuccess()
        .stderr();
  }

  private static List<RecordedRequest> otherPorts(FakeRegistry upstream) {
    Predicate<RecordedRequest> other = request -> request.localPort() == upstream.otherPort();
    return upstream.log().all().stream().filter(other).toList();
  }

  private static boolean holdsSecret(RecordedRequest request) {
    return request.path().contains(SECRET) || request.headers().toString().contains(SECRET);
  }
}
