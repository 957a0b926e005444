package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 6, the index upstream fails: what is kept is served, marked as stale, and no client
/// notices. Without a copy the answer is 503 with the reason, never 404, which would make cargo
/// forget what it has itself.
class Acceptance06UpstreamFailsTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(6, 8);
  private static final TestCrate WELL = CrateBuilder.crate("well", "1.0.0").build();

  /// How long the upstream waits, so that everything is asked for before anything goes wrong.
  private static final Duration TOGETHER = Duration.ofSeconds(1);

  private static final Map<String, Fault> FAULTS =
      new TreeMap<>(
          Map.of(
              "status-500", Fault.status(500),
              "status-503", Fault.status(503),
              "status-403", Fault.status(403),
              "status-429", Fault.retryAfter(429, 120),
              "reset", Fault.reset(),
              "hang-up", Fault.hangUp(),
              "silence", Fault.hang(),
              "truncated", Fault.truncateAfter(0.5),
              "page", Fault.html(),
              "garbage", Fault.body("{\"garbage\":\n".getBytes(StandardCharsets.UTF_8))));

  @TempDir private Path scratch;

  @Test
  void update_upstreamFailsWithACopyThere_succeedsWithoutAWarning() throws Exception {
    List<TestCrate> crates =
        FAULTS.keySet().stream().map(name -> CrateBuilder.crate(name, "1.0.0").build()).toList();
    Path project = CargoProject.create(scratch, dependencies(crates));
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates).publish(WELL);
        Cratehold cratehold = Cratehold.start(scratch, upstream, "--index-ttl", "1s");
        PlainClient plain = new PlainClient()) {
      Cargo cargo = mirrored(RealCargo.stable(), cratehold);
      cargo.run(project, "fetch").expectSuccess();
      plain.get(cratehold.index().resolve(WELL.name().indexPath()));
      upstream.renewValidators();
      List<Hook> hooks = new ArrayList<>();
      FAULTS.forEach((name, fault) -> hooks.add(upstream.when(".*/" + name).then(fault)));
      awaitExpiry(cratehold, plain);
      upstream.when("/index/.*").then(Fault.latency(TOGETHER));

      assertStale(cratehold, plain, crates);

      assertThat(hooks).allMatch(hook -> hook.strikes() > 0);
      assertNoticesNothing(cargo, project, crates);
      upstream.stop();
      for (RealCargo client : RealCargo.all()) {
        assertNoticesNothing(mirrored(client, cratehold), project, crates);
      }
    }
  }

  /// Waits until an index file is asked for upstream that was kept after all others.
  private static void awaitExpiry(Cratehold cratehold, PlainClient plain) throws Exception {
    URI last = cratehold.index().resolve(WELL.name().indexPath());
    Eventually.until(
        "the index files are too old to be served unasked",
        () -> !PlainClient.cache(plain.get(last)).equals("HIT"));
  }

  /// Asks for all index files at once.
  private static void assertStale(Cratehold cratehold, PlainClient plain, List<TestCrate> crates)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (TestCrate crate : crates) {
        URI url = cratehold.index().resolve(crate.name().indexPath());
        answers.add(threads.submit(() -> plain.get(url)));
      }
      for (int i = 0; i < crates.size(); i++) {
        TestCrate crate = crates.get(i);
        HttpResponse<byte[]> answer = answers.get(i).get();
        assertThat(answer.statusCode()).as(crate.toString()).isEqualTo(200);
        assertThat(PlainClient.text(answer)).isEqualTo(crate.indexLine() + "\n");
        assertThat(PlainClient.cache(answer)).as(crate.toString()).isEqualTo("STALE");
        assertThat(answer.headers().firstValueAsLong("age").orElse(0)).isPositive();
      }
    }
  }

  private static void assertNoticesNothing(Cargo cargo, Path project, List<TestCrate> crates)
      throws Exception {
    Cargo.Result result = cargo.run(project, "update").expectSuccess();
    assertThat(result.stderr()).doesNotContain("warning", "spurious");
    cargo.run(project, "fetch", "--locked").expectSuccess();
    assertThat(cargo.downloads()).isEqualTo(Expected.files(crates));
  }

  private static String dependencies(List<TestCrate> crates) {
    return crates.stream()
        .map(crate -> crate.name() + " = \"1\"\n")
        .collect(Collectors.joining("", "[dependencies]\n", ""));
  }

  @Test
  void update_upstreamFailsWithoutACopy_is503AndTheClientKeepsItsOwn() throws Exception {
    Path project = CargoProject.create(scratch, GRAPH.dependencies());
    try (FakeRegistry upstream = FakeRegistry.start().publish(GRAPH.all());
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        PlainClient plain = new PlainClient()) {
      List<Cargo> clients =
          List.of(
              mirrored(RealCargo.stable(), cratehold).environment("CARGO_NET_RETRY", "1"),
              mirrored(RealCargo.debian(), cratehold).environment("CARGO_NET_RETRY", "0"));
      for (Cargo cargo : clients) {
        cargo.run(project, "fetch").expectSuccess();
      }
      cratehold.stop();
      deleteAll(cratehold.data());
      cratehold.restart();
      upstream.when("/index/.*").then(Fault.status(500));

      HttpResponse<byte[]> answer = plain.get(cratehold.index().resolve("su/ch/such"));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValueAsLong("retry-after").orElse(-1)).isBetween(1L, 10L);
      for (Cargo cargo : clients) {
        String said = cargo.run(project, "update").expectFailure().stderr();
        assertThat(said).contains("got 503", "status 500").doesNotContain("got 404");
        cargo.run(project, "fetch", "--offline").expectSuccess();
      }
      upstream.stop();
      assertThat(plain.get(cratehold.index().resolve("su/ch/such")).statusCode()).isEqualTo(503);
    }
  }

  private Cargo mirrored(RealCargo client, Cratehold cratehold) throws Exception {
    return Cargo.fresh(client, scratch).mirror(cratehold.index());
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
