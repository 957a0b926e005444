package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 19, the index as a git repository, made and served without a `git` program on the server's
/// `PATH`, and fetched by cargo's git library, by git itself and by a cargo from before the sparse
/// protocol.
class Acceptance19GitIndexTest {
  private static final Pattern GIT_FIGURE = Pattern.compile("(?m)^%s\\{.*kind=\"git\".*} (.+)$");
  private static final long MOST_OF_AN_UPDATE = 20_000;
  private static final double MOST_MEGABYTES = 200;
  private static final int CLONES = 20;
  private static final int KILLS = 3;
  private static final long PAUSE_NANOS = 40_000_000;

  @TempDir private Path scratch;

  /// A `PATH` with all programs of this machine but git's.
  private String pathWithoutGit() throws IOException {
    Path programs = Files.createDirectory(scratch.resolve("programs"));
    for (String directory : System.getenv("PATH").split(":", -1)) {
      Path from = Path.of(directory);
      if (!directory.isEmpty() && Files.isDirectory(from)) {
        try (Stream<Path> all = Files.list(from)) {
          for (Path program : all.toList()) {
            Path link = programs.resolve(program.getFileName());
            if (!link.getFileName().toString().startsWith("git") && !Files.exists(link)) {
              Files.createSymbolicLink(link, program);
            }
          }
        }
      }
    }
    return programs.toString();
  }

  private Cratehold start(FakeRegistry upstream) throws IOException {
    Map<String, String> environment = Map.of("PATH", pathWithoutGit());
    return Cratehold.start(scratch, environment, upstream.indexUrl(), "--index-ttl", "1s");
  }

  /// Has the server fetch the index files of these crates.
  private static void fill(PlainClient plain, Cratehold cratehold, List<TestCrate> crates)
      throws Exception {
    for (TestCrate crate : crates) {
      URI file = cratehold.index().resolve(crate.name().indexPath());
      assertThat(plain.get(file).statusCode()).isEqualTo(200);
    }
  }

  /// What users of cargo-cacher have in their configuration.
  private Cargo mirrored(RealCargo client, URI index) throws IOException {
    return Cargo.fresh(client, scratch)
        .config(
            """
            [source.crates-io]
            replace-with = "mirror"

            [source.mirror]
            registry = "%s"
            """
                .formatted(index));
  }

  private static URI repository(Cratehold cratehold, String path) {
    return cratehold.index().resolve(path);
  }

  @Test
  void build_cargosOfAllAges_fetchFromTheGitIndex() throws Exception {
    CrateGraph graph = CrateGraph.generate(19, 30);
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.all());
        Cratehold cratehold = start(upstream);
        PlainClient plain = new PlainClient()) {
      fill(plain, cratehold, graph.all());
      URI index = repository(cratehold, "/index");
      List<Cargo> cargos =
          List.of(
              mirrored(RealCargo.old(), index),
              mirrored(RealCargo.stable(), index),
              mirrored(RealCargo.stable(), index)
                  .environment("CARGO_NET_GIT_FETCH_WITH_CLI", "true"),
              mirrored(RealCargo.stable(), repository(cratehold, "/git/cached/crates-io")),
              // Debian's cargo does not agree with Debian's libgit2 about git_proxy_options.
              mirrored(RealCargo.debian(), repository(cratehold, "/git/crates-io"))
                  .environment("CARGO_NET_GIT_FETCH_WITH_CLI", "true"),
              mirrored(RealCargo.nightly(), index)
                  .config("[unstable]\ngit = \"shallow-index\"\ngitoxide = \"fetch\"\n"));
      for (Cargo cargo : cargos) {
        Path project = CargoProject.create(scratch, graph.dependencies());
        cargo.run(project, "build").expectSuccess();
        assertThat(cargo.downloads()).as(cargo.client().label()).isEqualTo(Expected.files(graph));
      }
      assertNamedRegistryWorks(cratehold, graph);
    }
  }

  private void assertNamedRegistryWorks(Cratehold cratehold, CrateGraph graph) throws Exception {
    Cargo cargo =
        Cargo.fresh(RealCargo.stable(), scratch)
            .config(
                """
                [source.crates-io]
                replace-with = "legacy"

                [registries.legacy]
                index = "%s"
                """
                    .formatted(repository(cratehold, "/git/crates-io")));
    cargo.run(CargoProject.create(scratch, graph.dependencies()), "fetch").expectSuccess();
    assertThat(cargo.downloads()).isEqualTo(Expected.files(graph));
  }

  @Test
  void update_oneNewVersion_transfersLittleAndNothingNewIsOneRequest() throws Exception {
    List<TestCrate> crates = crates(300);
    TestCrate changed = crates.get(7);
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates);
        Cratehold cratehold = start(upstream);
        PlainClient plain = new PlainClient()) {
      fill(plain, cratehold, crates);
      URI index = repository(cratehold, "/index");
      List<Cargo> cargos =
          List.of(
              mirrored(RealCargo.old(), index),
              mirrored(RealCargo.stable(), index),
              mirrored(RealCargo.stable(), index)
                  .environment("CARGO_NET_GIT_FETCH_WITH_CLI", "true"));
      Path project =
          CargoProject.create(scratch, "[dependencies]\n%s = \"1\"\n".formatted(changed.name()));
      for (Cargo cargo : cargos) {
        cargo.run(project, "update").expectSuccess();
      }
      TestCrate next =
          CrateBuilder.crate(changed.name().value(), "1.0.1").payload(20_000, 1).build();
      upstream.publish(next);
      Eventually.until(
          "the server has the new version",
          () -> advertised(plain, cratehold, changed).contains("1.0.1"));
      for (Cargo cargo : cargos) {
        assertUpdateIsSmall(plain, cratehold, cargo, project);
      }
    }
  }

  private static String advertised(PlainClient plain, Cratehold cratehold, TestCrate crate)
      throws Exception {
    return PlainClient.text(plain.get(cratehold.index().resolve(crate.name().indexPath())));
  }

  private static void assertUpdateIsSmall(
      PlainClient plain, Cratehold cratehold, Cargo cargo, Path project) throws Exception {
    Path lock = project.resolve("Cargo.lock");
    Eventually.until(
        "the git index has the new version",
        () -> {
          Files.deleteIfExists(lock);
          double before = figure(plain, cratehold, "cratehold_http_sent_bytes_total");
          cargo.run(project, "update").expectSuccess();
          double sent = figure(plain, cratehold, "cratehold_http_sent_bytes_total") - before;
          assertThat(sent).as(cargo.client().label()).isLessThan(MOST_OF_AN_UPDATE);
          return Files.readString(lock).contains("1.0.1");
        });
    double before = figure(plain, cratehold, "cratehold_http_requests_seconds_count");
    cargo.run(project, "update").expectSuccess();
    double requests = figure(plain, cratehold, "cratehold_http_requests_seconds_count") - before;
    boolean versionTwo = requests == 2; // git's own list of references is a request of its own
    assertThat(requests == 1 || versionTwo).as(cargo.client().label() + requests).isTrue();
  }

  /// The sum of a metric over all answers to git clients.
  private static double figure(PlainClient plain, Cratehold cratehold, String name)
      throws Exception {
    HttpResponse<byte[]> metrics = plain.get(cratehold.index().resolve("/metrics"));
    return Pattern.compile(GIT_FIGURE.pattern().formatted(name))
        .matcher(PlainClient.text(metrics))
        .results()
        .map(MatchResult::group)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static List<TestCrate> crates(int count) {
    List<TestCrate> crates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      crates.add(CrateBuilder.crate("c" + Integer.toString(i * 997, 36), "1.0.0").build());
    }
    return crates;
  }

  @Test
  void clone_twentyAtOnce_areSoundAndTakeBoundedMemory() throws Exception {
    List<TestCrate> crates = crates(500);
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates);
        Cratehold cratehold = start(upstream);
        PlainClient plain = new PlainClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      fill(plain, cratehold, crates);
      clone(cratehold, scratch.resolve("first"));
      double before = cratehold.resources().residentMegabytes();
      List<Future<?>> clones = new ArrayList<>();
      for (int i = 0; i < CLONES; i++) {
        Path target = scratch.resolve("clone" + i);
        clones.add(
            threads.submit(() -> {
              clone(cratehold, target);
              return target;
            }));
      }
      for (Future<?> clone : clones) {
        var _ = clone.get();
      }
      assertThat(cratehold.resources().residentMegabytes() - before).isLessThan(MOST_MEGABYTES);
    }
  }

  /// Clones with git itself, and has it check every object.
  private static void clone(Cratehold cratehold, Path target) throws Exception {
    git("clone", "--quiet", repository(cratehold, "/git/crates-io").toString(), target.toString());
    git("-C", target.toString(), "fsck", "--strict", "--full");
  }

  private static void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    Process git = builder.start();
    String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(command + ": " + printed).isZero();
  }

  @Test
  void kill_whileTheIndexIsMade_leavesOneThatIsServed() throws Exception {
    List<TestCrate> crates = crates(400);
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates);
        Cratehold cratehold = start(upstream);
        PlainClient plain = new PlainClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int kill = 0; kill < KILLS; kill++) {
        List<TestCrate> more = crates.subList(kill * 100, kill * 100 + 100);
        fill(plain, cratehold, more);
        URI references = repository(cratehold, "/git/crates-io/info/refs?service=git-upload-pack");
        Future<?> asked =
            threads.submit(() -> {
              try {
                return plain.get(references).statusCode();
              } catch (IOException _) {
                return 0; // the server was killed
              }
            });
        LockSupport.parkNanos(kill * PAUSE_NANOS);
        cratehold.kill();
        var _ = asked.get();
        cratehold.restart();
        Path target = scratch.resolve("killed" + kill);
        clone(cratehold, target);
        assertThat(target.resolve(more.getLast().name().indexPath())).exists();
      }
    }
  }
}
