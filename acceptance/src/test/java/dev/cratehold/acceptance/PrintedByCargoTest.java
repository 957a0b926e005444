package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FakeRegistryBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCertificate;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cargo prints for each of our refusals is what `docs/errors.md` shows: the first block below
/// a heading there, line by line, with crates.io in the place of the fake registry, and without
/// what stands for `…`.
class PrintedByCargoTest {
  private static final Path PAGE = Path.of("../docs/errors.md");
  private static final List<RealCargo> CLIENTS = List.of(RealCargo.stable(), RealCargo.debian());
  private static final TestCrate FAILING = crate("failing", 1_000);
  private static final TestCrate PAGED = crate("paged", 1_000);
  private static final TestCrate LISTED = crate("listed", 1_000);
  private static final TestCrate WRONG = crate("wrong", 3_000);
  private static final TestCrate LARGE = crate("large", 300_000);

  @TempDir private Path scratch;

  private static TestCrate crate(String name, int bytes) {
    return CrateBuilder.crate(name, "1.0.0").payload(bytes, 1).build();
  }

  @Test
  void fetch_upstreamMisbehaves_isShown() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.builder().downloads("/crates").start()) {
      upstream.publish(FAILING, PAGED, LISTED, WRONG, LARGE);
      upstream.when("/index/fa/il/.*").then(Fault.status(500));
      upstream.when("/index/pa/ge/.*").then(Fault.html());
      upstream.when(LISTED).then(Fault.status(404));
      upstream.when(WRONG).then(Fault.corrupt());
      upstream.when(LARGE).then(Fault.corrupt());
      upstream.when(LARGE).then(Fault.bandwidth(LARGE.size()));
      try (Cratehold cratehold = Cratehold.start(scratch, upstream)) {
        assertShown("There is no such crate", "missing", upstream, cratehold);
        assertShown("The upstream fails", "failing", upstream, cratehold);
        assertShown("The upstream answers with something else", "paged", upstream, cratehold);
        assertShown("The upstream lists what it does not have", "listed", upstream, cratehold);
        assertShown("The upstream sends wrong bytes", "wrong", upstream, cratehold);
        assertShown("The transfer is broken off", "large", upstream, cratehold);
      }
    }
  }

  @Test
  void fetch_upstreamIsGone_isShown() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      upstream.stop();
      assertShown("The upstream cannot be reached", "small", upstream, cratehold);
    }
  }

  @Test
  void fetch_upstreamIsNotTrusted_isShown() throws Exception {
    FakeRegistryBuilder tls = FakeRegistry.builder().tls(TestCertificate.create(scratch));
    try (FakeRegistry upstream = tls.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      assertShown("The upstream's certificate is not trusted", "small", upstream, cratehold);
    }
  }

  @Test
  void commands_notMeantForThisServer_areShown() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      upstream.when("/api/.*").then(Fault.status(500));
      assertShownWithoutSparse(upstream, cratehold);
      for (RealCargo client : CLIENTS) {
        Path project =
            CargoProject.create(
                scratch, "description = \"d\"\nlicense = \"MIT\"\n", "[dependencies]\n");
        String[] publish = {"publish", "--no-verify", "--registry", "mirror", "--token", "secret"};
        String[] yank = {"yank", "small@1.0.0", "--registry", "mirror", "--token", "secret"};
        for (String[] command : List.of(publish, yank)) {
          Cargo.Result result = cargo(client, cratehold.index()).run(project, command);
          assertShows("`cargo " + command[0] + "`", result, project, upstream, cratehold);
        }
        String[] search = {"search", "small", "--registry", "mirror"};
        Cargo.Result result = cargo(client, cratehold.index()).run(project, search);
        assertShows("`cargo search`", result, project, upstream, cratehold);
      }
    }
  }

  private void assertShownWithoutSparse(FakeRegistry upstream, Cratehold cratehold)
      throws Exception {
    Path project = project("small");
    Cargo cargo =
        Cargo.fresh(RealCargo.stable(), scratch)
            .config("[registries.mirror]\nindex = \"%s\"\n".formatted(cratehold.index()))
            .config("[source.crates-io]\nreplace-with = \"mirror\"\n")
            .environment("CARGO_NET_RETRY", "0");
    Cargo.Result result = cargo.run(project, "fetch");
    assertShows("The address lacks `sparse+`", result, project, upstream, cratehold);
  }

  private Cargo cargo(RealCargo client, URI index) throws IOException {
    return Cargo.fresh(client, scratch).mirror(index).environment("CARGO_NET_RETRY", "0");
  }

  private Path project(String crate) throws IOException {
    return CargoProject.create(scratch, "[dependencies]\n" + crate + " = \"1\"\n");
  }

  private void assertShown(String heading, String crate, FakeRegistry upstream, Cratehold cratehold)
      throws Exception {
    for (RealCargo client : CLIENTS) {
      Path project = project(crate);
      Cargo.Result result = cargo(client, cratehold.index()).run(project, "fetch");
      assertShows(heading, result, project, upstream, cratehold);
    }
  }

  private static void assertShows(
      String heading, Cargo.Result result, Path project, FakeRegistry upstream, Cratehold cratehold)
      throws IOException {
    String printed =
        result
            .expectFailure()
            .stderr()
            .replace("127.0.0.1:" + cratehold.port(), "127.0.0.1:8080")
            .replace(upstream.indexUrl().toString(), "https://index.crates.io/")
            .replace("http://127.0.0.1:" + upstream.port() + "/api", "https://crates.io/api")
            .replace("http://127.0.0.1:" + upstream.port(), "https://static.crates.io")
            .replace("index at 127.0.0.1 lists", "index at index.crates.io lists")
            .replace("but 127.0.0.1, where", "but static.crates.io, where")
            .replaceAll("fault [0-9]+", "…")
            .replaceAll("[0-9a-f]{64}", "…")
            .replaceAll("partial file [(].*[)]", "partial file (…)")
            .replace(project.toString(), "/project");
    Matcher block =
        Pattern.compile(
                "\n### " + Pattern.quote(heading) + "\n.*?\n```text\n(.*?)\n```\n", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).as("docs/errors.md has: " + heading).isTrue();
    assertThat(printed.lines().map(String::strip))
        .as(result.command())
        .containsSubsequence(
            block.group(1).lines().map(String::strip).filter(line -> !line.equals("…")).toList());
  }
}
