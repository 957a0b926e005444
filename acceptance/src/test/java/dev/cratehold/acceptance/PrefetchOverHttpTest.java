package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client with the right has crates prefetched, over HTTP.
class PrefetchOverHttpTest {
  private static final String TOKEN = "vy7-Zq0_the-secret-of-this-test";
  private static final TestCrate BAR = CrateBuilder.crate("bar", "1.2.0").build();
  private static final TestCrate FOO =
      CrateBuilder.crate("foo", "1.0.0").dependsOn("bar", "^1").build();

  @TempDir private Path scratch;

  private Cratehold start(FakeRegistry upstream) throws Exception {
    Path file = Files.writeString(scratch.resolve("token"), TOKEN + "\n");
    return Cratehold.start(
        scratch,
        upstream,
        "--admin-token-file",
        file.toString(),
        "--access-log",
        "-",
        "--log-level",
        "trace");
  }

  private static String ask(HttpClient http, Cratehold cratehold, HttpRequest.Builder request)
      throws Exception {
    URI url = cratehold.index().resolve("/api/prefetch");
    HttpResponse<String> answer =
        http.send(
            request.uri(url).header("Authorization", "Bearer " + TOKEN).build(),
            BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private static String post(HttpClient http, Cratehold cratehold, String body) throws Exception {
    return ask(http, cratehold, HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)));
  }

  private static void awaitDone(HttpClient http, Cratehold cratehold, String expected)
      throws Exception {
    Eventually.until(
        expected, () -> ask(http, cratehold, HttpRequest.newBuilder()).contains(expected));
  }

  @Test
  void post_lockFile_letsCargoBuildWithoutTheUpstream() throws Exception {
    Path project = CargoProject.create(scratch, "[dependencies]\nfoo = \"1\"\n");
    try (FakeRegistry upstream = FakeRegistry.start().publish(BAR, FOO);
        HttpClient http = HttpClient.newHttpClient();
        Cratehold cratehold = start(upstream)) {
      Cargo.fresh(RealCargo.stable(), scratch)
          .mirror(upstream.indexUrl())
          .run(project, "generate-lockfile")
          .expectSuccess();

      String answer = post(http, cratehold, Files.readString(project.resolve("Cargo.lock")));

      assertThat(answer).isEqualTo("202 {\"id\":1,\"accepted\":2}");
      awaitDone(http, cratehold, "\"state\":\"done\",\"fetched\":2");
      assertThat(cratehold.output()).contains("prefetched 2 crates (");

      upstream.stop();
      Cargo.fresh(RealCargo.stable(), scratch)
          .mirror(cratehold.index())
          .run(project, "build", "--locked")
          .expectSuccess();
      expectNoSecret(http, cratehold);
    }
  }

  /// The token is in nothing that the server says.
  private static void expectNoSecret(HttpClient http, Cratehold cratehold) throws Exception {
    for (String path : List.of("/", "/metrics", "/readyz", "/api/statistics")) {
      HttpRequest request =
          HttpRequest.newBuilder(cratehold.index().resolve(path))
              .header("Accept", "text/html")
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).body()).doesNotContain(TOKEN);
    }
    assertThat(ask(http, cratehold, HttpRequest.newBuilder())).doesNotContain(TOKEN);
    cratehold.stop();
    assertThat(cratehold.output()).contains("/api/prefetch").doesNotContain(TOKEN);
  }

  @Test
  void post_listWithAnAbsentCrate_fetchesTheRestAndTellsWhy() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(BAR, FOO);
        HttpClient http = HttpClient.newHttpClient();
        Cratehold cratehold = start(upstream)) {
      assertThat(post(http, cratehold, "foo\nno such thing\n"))
          .startsWith("400 body:2: `no such thing` is not a crate");
      assertThat(post(http, cratehold, "")).startsWith("400 body: it names no crate");

      assertThat(post(http, cratehold, "foo\nabsent\n")).startsWith("202 ");

      awaitDone(http, cratehold, "\"fetched\":2");
      assertThat(ask(http, cratehold, HttpRequest.newBuilder()))
          .contains("\"failed\":1")
          .contains("\"source\":\"order 1:2\"", "the registry has no crate absent");
      assertThat(cratehold.output()).contains("cannot prefetch absent, named by order 1:2: ");
    }
  }

  @Test
  void serve_tokenThatIsTooShort_isRefusedWithoutShowingIt() throws Exception {
    Path file = Files.writeString(scratch.resolve("token"), "Tiny-Secret\n");
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (String how : List.of("--check-config", "--log-level=info")) {
        Cratehold.Outcome outcome =
            cratehold.run("serve", "--admin-token-file", file.toString(), "--port=0", how);
        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.output())
            .contains("--admin-token-file", "11 characters", file.toString())
            .doesNotContain("Tiny-Secret");
      }
    }
  }

  @Test
  void prefetch_pinned_isKeptUntilAnotherPrefetchOfTheLabel() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start().publish(BAR, FOO);
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      String index = "sparse+" + upstream.indexUrl();
      Cratehold.Outcome first =
          cratehold.run("prefetch", "foo", "--pin", "app", "--upstream", index);
      assertThat(first.output()).contains("Pinned 2 crates");
      assertThat(pins(cratehold)).contains("bar@1.2.0", "foo@1.0.0", "app");

      cratehold.run("prefetch", "absent", "bar", "--pin", "app", "--upstream", index);
      assertThat(pins(cratehold)).as("something failed").contains("bar@1.2.0", "foo@1.0.0");

      cratehold.run("prefetch", "foo", "--pin", "app", "--dry-run", "--upstream", index);
      Cratehold.Outcome second =
          cratehold.run("prefetch", "bar", "--pin", "app", "--upstream", index, "--json");
      assertThat(second.output()).contains("\"pinned\":1");
      assertThat(pins(cratehold)).contains("bar@1.2.0").doesNotContain("foo@1.0.0");

      assertThat(cratehold.run("prefetch", "bar", "--pin", " ").exit()).isEqualTo(2);
    }
  }

  private static String pins(Cratehold cratehold) throws Exception {
    return cratehold.run("store", "pins").output();
  }
}
