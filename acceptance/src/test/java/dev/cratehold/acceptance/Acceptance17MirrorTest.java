package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.RecordedRequest;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 17, the full mirror: whatever ends a sync, nothing is forgotten and nothing is fetched
/// twice.
class Acceptance17MirrorTest {
  private static final int THREADS = 8;
  private static final int CRATES = 500;
  private static final int VERSIONS = 10;
  private static final int EVERY_FIFTIETH = 50;

  @TempDir private Path scratch;

  @Test
  void sync_faultsAndThreeKills_bringsEverythingOnce() throws Exception {
    List<TestCrate> crates = crates(CRATES, VERSIONS);
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates)) {
      MirrorDirectory mirror = new MirrorDirectory(scratch, upstream);
      String names = mirror.names(names(CRATES)).toString();
      Map<String, Long> downloads = new HashMap<>();
      for (Kill kill :
          List.of(new Kill("/index/.*", 200), new Kill("/dl/.*", 1000), new Kill("/dl/.*", 2000))) {
        breakSome(upstream, crates);
        killInTheMiddle(upstream, mirror, kill, downloads, "--names", names);
      }

      breakSome(upstream, crates);
      Cratehold.Outcome broken = mirror.sync();
      assertThat(broken.exit()).as(broken.output()).isEqualTo(3);
      String status = mirror.run("status", "--json").output();
      assertThat(status).contains("\"waiting\":0", "\"failed\":2", "\"refused\":98");
      assertThat(mirror.run("verify").exit()).isEqualTo(1);

      upstream.heal();
      Cratehold.Outcome healed = mirror.sync();
      assertThat(healed.exit()).as(healed.output()).isZero();
      count(upstream, downloads);
      assertThat(downloads)
          .hasSize(CRATES * VERSIONS)
          .allSatisfy((path, times) -> assertThat(times).as(path).isEqualTo(1));
      assertThat(mirror.run("status", "--json").output())
          .contains("\"waiting\":0", "\"failed\":0", "\"refused\":0", "\"failures\":[]");
      Cratehold.Outcome verified = mirror.run("verify", "--checksums");
      assertThat(verified.exit()).as(verified.output()).isZero();
    }
  }

  /// A moment to be killed at: after so many requests.
  private record Kill(String requests, int after) {}

  /// Makes two of a hundred fail: by 403, by 404, and the last two by silence and then by 503,
  /// since each attempt in silence takes half a minute.
  private static void breakSome(FakeRegistry upstream, List<TestCrate> crates) {
    List<TestCrate> broken =
        IntStream.range(0, crates.size())
            .filter(i -> i % EVERY_FIFTIETH == EVERY_FIFTIETH - 1)
            .mapToObj(crates::get)
            .toList();
    for (int i = 0; i < broken.size(); i++) {
      if (i >= broken.size() - 2) {
        upstream.when(broken.get(i)).times(1).then(Fault.hang());
        upstream.when(broken.get(i)).after(1).then(Fault.status(503));
      } else {
        upstream.when(broken.get(i)).then(Fault.status(i % 2 == 0 ? 403 : 404));
      }
    }
  }

  /// Lets so many requests through and kills the sync when all its threads wait for an answer.
  private static void killInTheMiddle(
      FakeRegistry upstream,
      MirrorDirectory mirror,
      Kill kill,
      Map<String, Long> downloads,
      String... options)
      throws Exception {
    Hook hang = upstream.when(kill.requests()).after(kill.after()).then(Fault.hang());
    Process sync = mirror.startSync(options);
    try {
      Eventually.until(
          "the sync got as far as " + kill, () -> hang.strikes() == THREADS || !sync.isAlive());
      assertThat(sync.isAlive()).as("the sync has not ended before").isTrue();
    } finally {
      MirrorDirectory.kill(sync);
    }
    count(upstream, downloads);
    upstream.heal();
  }

  /// Counts the downloads that were answered with a crate, and forgets all requests.
  private static void count(FakeRegistry upstream, Map<String, Long> downloads) {
    answered(upstream, request -> request.path().startsWith("/dl/") && request.status() == 200)
        .forEach(request -> downloads.merge(request.path(), 1L, Long::sum));
    upstream.log().clear();
  }

  private static List<RecordedRequest> answered(
      FakeRegistry upstream, Predicate<RecordedRequest> wanted) {
    return upstream.log().all().stream().filter(wanted).toList();
  }

  @Test
  void sync_fewChangesInAListedMirror_asksForTheseAlone() throws Exception {
    int number = 60;
    List<TestCrate> crates = crates(number, 2);
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates)) {
      MirrorDirectory mirror = new MirrorDirectory(scratch, upstream);
      mirror.sync("--names", mirror.names(names(number)).toString());
      for (int i = 0; i < 10; i++) {
        upstream.publish(crate(i * 3, 7));
      }
      upstream.remove(name(50));
      upstream.log().clear();
      awaitSecond();

      Cratehold.Outcome synced = mirror.sync();

      assertThat(synced.exit()).as(synced.output()).isZero();
      assertThat(synced.output()).contains("the registry does not have 1 of the crates: crate-050");
      assertThat(answered(upstream, r -> r.path().startsWith("/dl/"))).hasSize(10);
      assertThat(answered(upstream, r -> r.path().startsWith("/index/cr") && r.status() == 304))
          .hasSize(number - 11);
      assertThat(answered(upstream, r -> r.path().startsWith("/index/cr") && r.status() == 200))
          .hasSize(10);
      assertPruned(mirror, crates);
    }
  }

  /// The deleted crate stays until it is pruned, and nothing else goes.
  private static void assertPruned(MirrorDirectory mirror, List<TestCrate> crates)
      throws IOException, InterruptedException {
    assertThat(mirror.run("verify").exit()).isZero();
    for (Cratehold.Outcome planned :
        List.of(mirror.run("prune", "--dry-run"), mirror.run("prune", "--dry-run", "--json"))) {
      assertThat(planned.exit()).as(planned.output()).isZero();
      assertThat(planned.output().lines().filter(line -> line.contains("crate-050"))).hasSize(2);
    }
    Cratehold.Outcome pruned = mirror.run("prune", "--json");
    assertThat(pruned.output()).contains("\"removed\":2", "\"kept\":" + (crates.size() - 2 + 10));
    assertThat(mirror.run("prune").output()).contains("Removed 0 crate files");
    assertThat(mirror.run("verify", "--checksums").exit()).isZero();
  }

  @Test
  void sync_sparseIndexAndNoNames_saysWhatToGive() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start()) {
      Cratehold.Outcome refused = new MirrorDirectory(scratch, upstream).sync();

      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.output())
          .contains("nothing says which crates to mirror", "--names FILE", "db-dump.tar.gz");
    }
  }

  @Test
  void sync_anotherOneRuns_isBusy() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates(1, 1))) {
      MirrorDirectory mirror = new MirrorDirectory(scratch, upstream);
      String names = mirror.names(names(1)).toString();
      Hook hang = upstream.when("/dl/.*").then(Fault.hang());
      Process first = mirror.startSync("--names", names);
      try {
        Eventually.until("the sync downloads", () -> hang.strikes() == 1);
        Cratehold.Outcome second = mirror.sync();
        assertThat(second.exit()).as(second.output()).isEqualTo(4);
        assertThat(second.output()).contains("another sync works on this mirror", "process");
        hang.close();
        Cratehold.Outcome ended = MirrorDirectory.await(first);
        assertThat(ended.exit()).as(ended.output()).isZero();
      } finally {
        MirrorDirectory.kill(first);
      }
    }
  }

  @Test
  void serve_mirrorsInTheBackground_servesMeanwhileAndAfterTheUpstreamIsGone() throws Exception {
    int number = 40;
    List<TestCrate> crates = crates(number, 3);
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates)) {
      Path names = new MirrorDirectory(scratch, upstream).names(names(number));
      Hook hang = upstream.when("/dl/.*").after(30).then(Fault.hang());
      try (Cratehold server =
          Cratehold.start(scratch, upstream, "--mirror", "--mirror-names", names.toString())) {
        Eventually.until("the sync downloads", () -> hang.strikes() == THREADS);
        fetch(server, crates.subList(0, 1));
        hang.close();
        Eventually.until(
            "the mirror is complete", () -> server.run("mirror", "verify").exit() == 0);

        upstream.stop();
        fetch(server, crates.stream().filter(c -> c.version().value().equals("1.2.0")).toList());
      }
    }
  }

  private void fetch(Cratehold server, List<TestCrate> crates) throws Exception {
    String dependencies =
        crates.stream()
            .map(crate -> "%s = \"=%s\"\n".formatted(crate.name(), crate.version()))
            .collect(Collectors.joining("", "[dependencies]\n", ""));
    Path project = CargoProject.create(scratch, dependencies);
    Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(server.index());
    cargo.run(project, "fetch").expectSuccess();
    assertThat(cargo.downloads()).isEqualTo(Expected.files(crates));
  }

  /// Lets a second pass: index files are not asked for more often.
  private static void awaitSecond() throws Exception {
    long end = System.nanoTime() + 1_100_000_000L;
    Eventually.until("a second has passed", () -> System.nanoTime() > end);
  }

  private static List<TestCrate> crates(int number, int versions) {
    List<TestCrate> crates = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      for (int version = 0; version < versions; version++) {
        crates.add(crate(i, version));
      }
    }
    return crates;
  }

  private static TestCrate crate(int number, int version) {
    return CrateBuilder.crate(name(number), "1." + version + ".0").build();
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "crate-%03d", number);
  }

  private static List<String> names(int number) {
    return IntStream.range(0, number).mapToObj(Acceptance17MirrorTest::name).toList();
  }
}
