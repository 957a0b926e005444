package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Statistics of what real cargos fetched: they agree with the access log and the upstream, and
/// outlive the process, however it ends.
class StatisticsTest {
  private static final int SIZE = 40;

  @TempDir private Path scratch;

  private Cratehold start(FakeRegistry upstream) throws IOException {
    return Cratehold.start(
        scratch, upstream, "--index-ttl", "1h", "--access-log", accessLog().toString());
  }

  private Path accessLog() {
    return scratch.resolve("access.log");
  }

  private void fetch(Cratehold cratehold, Path project) throws Exception {
    Cargo.fresh(RealCargo.stable(), scratch)
        .mirror(cratehold.index())
        .run(project, "fetch")
        .expectSuccess();
  }

  private static Json.Members served(Cratehold cratehold) throws Exception {
    try (PlainClient client = new PlainClient()) {
      return Json.parseMembers(
          PlainClient.text(client.get(cratehold.index().resolve("/api/statistics"))));
    }
  }

  private static Json.Members stored(Cratehold cratehold) throws Exception {
    Cratehold.Outcome outcome = cratehold.run("store", "info", "--stats", "--json");
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    return Json.parseMembers(outcome.output().lines().toList().getLast());
  }

  private static Json.Members window(Json.Members statistics, String name) {
    if (statistics.get("windows") instanceof Json.Array(List<Json> windows)) {
      for (Json window : windows) {
        if (window instanceof Json.Members members && members.string("window").equals(name)) {
          return members;
        }
      }
    }
    throw new AssertionError("no window " + name + " in " + statistics.text());
  }

  private static long ever(Json.Members statistics, String member) {
    return window(statistics, "ever").number(member);
  }

  /// All but the time of the report.
  private static Json withoutTime(Json.Members statistics) {
    TreeMap<String, Json> items = new TreeMap<>(statistics.items());
    items.remove("at");
    return new Json.Members(items);
  }

  private record Logged(long requests, long hits, long misses, long bytes) {}

  private Logged logged() throws IOException {
    List<String[]> lines =
        Files.readAllLines(accessLog()).stream()
            .filter(line -> line.contains(" /crates-io/"))
            .map(line -> line.split(" ", -1))
            .toList();
    return new Logged(
        lines.size(),
        lines.stream().filter(line -> line[8].equals("HIT")).count(),
        lines.stream().filter(line -> line[8].equals("MISS")).count(),
        lines.stream().mapToLong(line -> Long.parseLong(line[6])).sum());
  }

  private static Logged counted(Json.Members statistics) {
    return new Logged(
        ever(statistics, "requests"),
        ever(statistics, "hits"),
        ever(statistics, "misses"),
        ever(statistics, "bytes_served"));
  }

  @Test
  void statistics_coldAndWarmFetch_agreeWithAccessLogAndUpstream() throws Exception {
    CrateGraph graph = CrateGraph.generate(1, SIZE);
    Path project = CargoProject.create(scratch, graph.dependencies());
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.all());
        Cratehold cratehold = start(upstream)) {
      fetch(cratehold, project);
      Expected.assertAskedOnce(upstream, graph);
      fetch(cratehold, project);
      long objects = 2L * graph.current().size();

      Eventually.until(
          "both fetches counted",
          () -> ever(served(cratehold), "hits") == objects && logged().hits() == objects);

      Json.Members statistics = served(cratehold);
      assertThat(counted(statistics)).isEqualTo(logged());
      assertThat(ever(statistics, "misses")).isEqualTo(objects);
      assertThat(ever(statistics, "other")).isEqualTo(2);
      assertThat(ever(statistics, "failed")).isZero();
      assertThat(ever(statistics, "bytes_saved"))
          .isPositive()
          .isLessThan(ever(statistics, "bytes_served"));
      for (String name : List.of("hour", "day", "month")) {
        assertThat(window(statistics, name).number("requests"))
            .as(name)
            .isEqualTo(ever(statistics, "requests"));
      }
      assertThat(withoutTime(stored(cratehold))).isEqualTo(withoutTime(served(cratehold)));
    }
  }

  @Test
  void statistics_killed_areThoseOfAMinuteAgoAtLeast() throws Exception {
    CrateGraph graph = CrateGraph.generate(1, SIZE);
    Path project = CargoProject.create(scratch, graph.dependencies());
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.all());
        Cratehold cratehold = start(upstream)) {
      fetch(cratehold, project);
      long objects = 2L * graph.current().size();
      // Another process reads what is on the disk, and Eventually waits for less than a minute.
      Eventually.until("written by itself", () -> ever(stored(cratehold), "misses") == objects);

      cratehold.kill();
      assertThat(ever(stored(cratehold), "misses")).isEqualTo(objects);
      cratehold.restart();
      assertThat(ever(served(cratehold), "misses")).isEqualTo(objects);

      fetch(cratehold, project);
      cratehold.stop();
      Json.Members stored = stored(cratehold);
      assertThat(ever(stored, "misses") + ever(stored, "hits")).isEqualTo(2 * objects);
    }
  }
}
