package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full at every kind of write: each fetch succeeds, what is stored stays sound, and
/// when there is room again everything is stored again, without a restart.
class FullDiskTest {
  private static final int MEGABYTES = 64;
  private static final int FILES = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// 10 MB in all.
  private static final List<TestCrate> CRATES = crates("1.0.0");

  @TempDir private Path scratch;
  private SmallDisk disk;
  private FakeRegistry upstream;
  private Cratehold cratehold;

  @BeforeEach
  void start() throws Exception {
    disk = SmallDisk.mount(scratch, MEGABYTES, FILES);
    upstream = FakeRegistry.start().publish(CRATES);
    cratehold =
        Cratehold.start(
            disk.path(),
            upstream,
            "--min-free",
            "0",
            "--index-ttl",
            "1s",
            "--access-log",
            accessLog().toString());
  }

  @AfterEach
  void stop() throws Exception {
    cratehold.close();
    upstream.close();
    disk.close();
  }

  @Test
  void fetch_noByteLeft_isServedFromTheUpstream() throws Exception {
    disk.fill();

    fetch(CRATES);
    assertThat(readiness()).contains("\"degraded\"");
    fetch(CRATES);

    assertStoresAgain();
    assertThat(readiness()).contains("\"ready\"");
    awaitNoted();
  }

  @Test
  void fetch_roomForSomeCrates_isServedAndStoredInPart() throws Exception {
    for (int megabytes : List.of(1, 3, 8)) {
      disk.fillBut(megabytes);
      fetch(CRATES);
      assertSound();
    }

    assertStoresAgain();
  }

  @Test
  void fetch_noFurtherFile_isServedFromTheUpstream() throws Exception {
    disk.fillWithFiles();

    fetch(CRATES);
    fetch(CRATES);

    assertStoresAgain();
  }

  @Test
  void fetch_roomEndsInTheMiddleOfACrate_isFinished() throws Exception {
    upstream.when("/dl/.*").then(Fault.bandwidth(300_000));
    Thread filler = Thread.ofVirtual().start(this::fillAfterTheFirstDownload);

    fetch(CRATES);
    filler.join();

    upstream.heal();
    assertStoresAgain();
  }

  private void fillAfterTheFirstDownload() {
    try {
      upstream.log().await("/dl/.*", 1, PATIENCE);
      disk.fill();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the disk was not filled", e);
    }
  }

  /// Index rows, the database's log, uses, and the access log.
  @Test
  void update_noByteLeft_getsTheNewVersions() throws Exception {
    fetch(CRATES);
    List<TestCrate> newer = crates("1.1.0");
    disk.fill();
    upstream.publish(newer);

    long start = System.nanoTime();
    // The old versions are fresh for a second; uses are written every 5 s.
    while (System.nanoTime() - start < Duration.ofSeconds(7).toNanos()) {
      fetchNewest();
    }
    fetch(newer);

    assertThat(cratehold.output()).doesNotContain("\tat ");
    assertThat(cratehold.output().lines()).hasSizeLessThan(60);
    disk.empty();
    fetch(newer);
    awaitStored(newer);
    assertSound();
  }

  /// Alerts.
  @Test
  void fetch_wrongBytesAndNoByteLeft_isRefusedUntilTheUpstreamHeals() throws Exception {
    disk.fill();
    upstream.when("/dl/.*").times(1).then(Fault.corrupt());

    fetch(CRATES);

    assertStoresAgain();
  }

  @Test
  void restart_noByteLeft_servesWhatIsStored() throws Exception {
    fetch(CRATES);
    awaitStored(CRATES);
    disk.fill();
    cratehold.kill();
    upstream.stop();

    cratehold.restart();

    fetch(CRATES);
    upstream.restart();
    assertStoresAgain();
  }

  private void assertStoresAgain() throws Exception {
    assertSound();
    disk.empty();
    fetch(CRATES);
    awaitStored(CRATES);
    assertSound();
    assertThat(cratehold.output()).doesNotContain("\tat ");
  }

  private void fetch(List<TestCrate> wanted) throws Exception {
    assertThat(fetchNewest().downloads()).isEqualTo(Expected.files(wanted));
  }

  private Cargo fetchNewest() throws Exception {
    String wanted = CRATES.stream().map(c -> c.name() + " = \"1\"\n").collect(Collectors.joining());
    Path project = CargoProject.create(scratch, "[dependencies]\n" + wanted);
    Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index());
    cargo.run(project, "fetch").expectSuccess();
    return cargo;
  }

  private void assertSound() throws Exception {
    Cratehold.Outcome verified = cratehold.run("store", "verify");
    assertThat(verified.exit()).as(verified.output()).isZero();
  }

  /// Waits until all of them are listed.
  private void awaitStored(List<TestCrate> wanted) throws Exception {
    Set<String> missing = new TreeSet<>();
    long start = System.nanoTime();
    do {
      String listed = cratehold.run("store", "ls").output();
      missing.clear();
      wanted.stream()
          .filter(
              c -> !listed.matches("(?s).*\\b" + c.name() + "\\b[^\n]*\\b" + c.version() + "\\b.*"))
          .forEach(c -> missing.add(c.toString()));
    } while (!missing.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos());
    assertThat(missing).as("not stored").isEmpty();
  }

  private String readiness() throws Exception {
    URI readyz = cratehold.index().resolve("/readyz");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(readyz).build(), BodyHandlers.ofString()).body();
    }
  }

  private Path accessLog() {
    return disk.path().resolve("access.log");
  }

  /// Waits until the access log has grown once more.
  private void awaitNoted() throws Exception {
    long before = Files.size(accessLog());
    long start = System.nanoTime();
    do {
      fetch(CRATES);
    } while (Files.size(accessLog()) <= before && System.nanoTime() - start < PATIENCE.toNanos());
    assertThat(Files.size(accessLog())).isGreaterThan(before);
  }

  private static List<TestCrate> crates(String version) {
    return IntStream.range(0, 10)
        .mapToObj(i -> CrateBuilder.crate("full-" + i, version).payload(1_000_000, i).build())
        .toList();
  }
}
