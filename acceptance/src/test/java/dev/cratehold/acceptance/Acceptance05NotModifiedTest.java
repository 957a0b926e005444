package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.IndexValidators;
import dev.cratehold.testing.RealCargo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 5, the 304 path: what a client knows already is not sent again, over restarts and changed
/// upstream validators too, and what did change is.
class Acceptance05NotModifiedTest {
  private static final Pattern STATUS = Pattern.compile("http-debug: < HTTP/\\S+ ([0-9]{3})");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path scratch;

  @Test
  void update_nothingChanged_isAnsweredNotModifiedForEveryIndexFile() throws Exception {
    CrateGraph graph = CrateGraph.generate(5, 20);
    Path project = CargoProject.create(scratch, graph.dependencies());
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.all());
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      Cargo cargo = watched(cratehold);
      cargo.run(project, "fetch").expectSuccess();

      assertThat(statuses(cargo, project)).hasSize(21).containsOnlyOnce(200).contains(304);
      cratehold.stop();
      cratehold.restart();
      assertThat(statuses(cargo, project)).hasSize(21).containsOnlyOnce(200).contains(304);
    }
  }

  @Test
  void update_upstreamChangesItsValidators_convergesWithoutSendingAnything() throws Exception {
    CrateGraph graph = CrateGraph.generate(5, 5);
    Path project = CargoProject.create(scratch, graph.dependencies());
    for (IndexValidators kind :
        List.of(IndexValidators.ETAG, IndexValidators.WEAK_ETAG, IndexValidators.LAST_MODIFIED)) {
      try (FakeRegistry upstream =
              FakeRegistry.builder().validators(kind).start().publish(graph.all());
          Cratehold cratehold = Cratehold.start(scratch, upstream, "--index-ttl", "1s")) {
        Cargo cargo = watched(cratehold);
        cargo.run(project, "fetch").expectSuccess();
        upstream.renewValidators();
        upstream.log().clear();

        until(() -> {
          assertThat(statuses(cargo, project)).containsOnlyOnce(200).contains(304);
          return answered(upstream, 200) >= 5 && answered(upstream, 304) >= 5;
        });
      }
    }
  }

  @Test
  void update_versionYankedUpstream_avoidsItAndTheOldLockStillWorks() throws Exception {
    Path project = CargoProject.create(scratch, "[dependencies]\nfoo = \"1\"\n");
    Path lock = project.resolve("Cargo.lock");
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream, "--index-ttl", "1s")) {
      upstream.publish(
          CrateBuilder.crate("foo", "1.0.0").build(), CrateBuilder.crate("foo", "1.1.0").build());
      Cargo cargo = watched(cratehold);
      cargo.run(project, "generate-lockfile").expectSuccess();
      String old = Files.readString(lock);
      assertThat(old).contains("1.1.0");
      upstream.yank("foo", "1.1.0");

      until(() -> {
        cargo.run(project, "update").expectSuccess();
        Files.delete(lock);
        cargo.run(project, "generate-lockfile").expectSuccess();
        return Files.readString(lock).contains("\"1.0.0\"");
      });

      Files.writeString(lock, old);
      watched(cratehold).run(project, "build", "--locked").expectSuccess();
    }
  }

  private Cargo watched(Cratehold cratehold) throws Exception {
    return Cargo.fresh(RealCargo.stable(), scratch)
        .mirror(cratehold.index())
        .environment("CARGO_HTTP_DEBUG", "true")
        .environment("CARGO_LOG", "network=debug");
  }

  /// The statuses that `cargo update` saw, without that of the upgrade to HTTP/2.
  private static List<Integer> statuses(Cargo cargo, Path project) throws Exception {
    String log = cargo.run(project, "update").expectSuccess().stderr();
    return STATUS
        .matcher(log)
        .results()
        .map(match -> Integer.valueOf(match.group(1)))
        .filter(status -> status != 101)
        .toList();
  }

  private static long answered(FakeRegistry upstream, int status) {
    return upstream.log().matching("/index/(?!config).*").stream()
        .filter(request -> request.status() == status)
        .count();
  }

  /// Repeats an attempt, each of which takes its time by itself, until it says that it is done.
  private static void until(Attempt attempt) throws Exception {
    long start = System.nanoTime();
    while (!attempt.isDone()) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }
  }

  @FunctionalInterface
  private interface Attempt {
    boolean isDone() throws Exception;
  }
}
