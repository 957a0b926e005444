package dev.cratehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.TestCertificate;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeCommandTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path home;
  private final FakeRegistry registry = FakeRegistry.start();

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  private ServeProcess serve(String... args) throws IOException {
    Map<String, String> environment =
        Map.of("CRATEHOLD_PORT", "0", "CRATEHOLD_UPSTREAM", registry.sparseUrl().toString());
    return ServeProcess.start(home, environment, args);
  }

  private static String get(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private Outcome run(String... args) {
    return new CommandLineUser(home).run(args);
  }

  @Test
  void serve_zeroConfiguration_saysWhereAndWhatNextAndStopsCleanly() throws Exception {
    registry.publish(CrateBuilder.crate("bar", "1.2.0").build());
    try (ServeProcess server = serve()) {
      String listening = server.await(line -> line.contains("Listening"));
      assertThat(listening).matches("   Listening on http://127\\.0\\.0\\.1:[0-9]+");
      String url = listening.substring(listening.indexOf("http"));
      assertThat(server.await(line -> line.contains("Serving")))
          .isEqualTo(
              "     Serving %s as sparse+%s/crates-io/".formatted(registry.sparseUrl(), url));
      assertThat(server.await(line -> line.contains("Storing")))
          .isEqualTo("     Storing in " + home.resolve(".local/share/cratehold"));
      assertThat(server.await(line -> line.contains("Next")))
          .startsWith("        Next run `cratehold setup " + url + "` to let cargo use it");

      assertThat(get(url + "/crates-io/3/b/bar")).contains("\"vers\":\"1.2.0\"");

      server.terminate();
      assertThat(server.await(line -> line.contains("Stopped")))
          .isEqualTo("     Stopped and closed the store");
      assertThat(server.exitCode()).isZero();
      assertThat(server.out()).isEmpty();
    }
  }

  @Test
  void serve_jsonLog_writesNothingButJsonAndReportsTheStartAsFields() throws Exception {
    try (ServeProcess server = serve("--log-format", "json", "-v", "--max-size", "1G")) {
      String started =
          server.await(line -> assertJson(line).contains("Listening on http://127.0.0.1:"));
      assertThat(started)
          .contains("\"upstreams\":[\"" + registry.sparseUrl() + "\"]")
          .contains("\"tls\":false", "\"state\":\"writable\"", "\"max_bytes\":1073741824")
          .contains("\"limits\":{\"connections\":4096,\"drain_seconds\":30}")
          .containsPattern("\"memory\":\\{\"heap_bytes\":[0-9]+,\"index_bytes\":[0-9]+}")
          .containsPattern("\"url\":\"http://127.0.0.1:[0-9]+\"");
      server.terminate();
      server.await(line -> assertJson(line).contains("Stopped"));
      assertThat(server.exitCode()).isZero();
    }
  }

  @Test
  void serve_accessLogOnStandardOutput_hasALineForEachRequest() throws Exception {
    try (ServeProcess server = serve("--access-log", "-")) {
      String listening = server.await(line -> line.contains("Listening"));
      get(listening.substring(listening.indexOf("http")) + "/crates-io/config.json");
      server.terminate();
      assertThat(server.exitCode()).isZero();
      assertThat(server.out())
          .hasLineCount(1)
          .contains(" 127.0.0.1 \"GET /crates-io/config.json HTTP/");
    }
  }

  @Test
  void serve_signalDuringADownload_waitsForItAndSaysSo() throws Exception {
    TestCrate crate = CrateBuilder.crate("bar", "1.2.0").build();
    registry.publish(crate);
    Hook stalled = registry.when(crate).then(Fault.hang());
    try (ServeProcess server = serve();
        HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<Integer> answer = download(client, url(server), crate);
      awaitDownload(crate);
      server.terminate();
      assertThat(server.await(line -> line.contains("Stopping")))
          .isEqualTo(
              "    Stopping when the answers under way have ended, in 30 s at most; a second signal"
                  + " stops at once");
      stalled.release();

      assertThat(answer.get()).isEqualTo(200);
      assertThat(server.exitCode()).isZero();
    }
  }

  @Test
  void serve_secondSignal_stopsAtOnce() throws Exception {
    TestCrate crate = CrateBuilder.crate("bar", "1.2.0").build();
    registry.publish(crate);
    Hook stalled = registry.when(crate).then(Fault.hang());
    try (ServeProcess server = serve();
        HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<Integer> answer = download(client, url(server), crate);
      awaitDownload(crate);
      server.terminate();
      server.await(line -> line.contains("Stopping"));
      server.terminate();

      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(answer).failsWithin(LIMIT);
    } finally {
      stalled.release();
    }
  }

  @Test
  void serve_drainIsOver_saysWhatItCut() throws Exception {
    TestCrate crate = CrateBuilder.crate("bar", "1.2.0").build();
    registry.publish(crate);
    Hook stalled = registry.when(crate).then(Fault.hang());
    try (ServeProcess server = serve("--drain", "100ms");
        HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<Integer> answer = download(client, url(server), crate);
      awaitDownload(crate);
      server.terminate();

      assertThat(server.await(line -> line.contains("had not ended"))).endsWith("were cut");
      assertThat(server.exitCode()).isZero();
      assertThat(answer).failsWithin(LIMIT);
    } finally {
      stalled.release();
    }
  }

  private void awaitDownload(TestCrate crate) throws InterruptedException {
    registry.log().await(Pattern.quote(registry.downloadPath(crate)), 1, LIMIT);
  }

  private static String url(ServeProcess server) throws IOException {
    String listening = server.await(line -> line.contains("Listening"));
    return listening.substring(listening.indexOf("http"));
  }

  private static CompletableFuture<Integer> download(
      HttpClient client, String server, TestCrate crate) {
    URI uri =
        URI.create(
            "%s/crates-io/crate/%s/%s/%s.crate"
                .formatted(server, crate.name(), crate.version(), crate.checksum()));
    return client
        .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  @Test
  void serve_certificateAndKeyAreNoPair_saysSo() throws Exception {
    TestCertificate one = TestCertificate.create(Files.createDirectory(home.resolve("one")));
    TestCertificate other = TestCertificate.create(Files.createDirectory(home.resolve("other")));

    Outcome outcome =
        run(
            "serve",
            "--port",
            "0",
            "--tls-cert",
            one.certificatePem().toString(),
            "--tls-key",
            other.privateKeyPem().toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("error: cannot serve https\n  cause: ")
        .contains("certificate is for another key", "help: --tls-cert names");
  }

  @Test
  void serve_accessLogInNoDirectory_saysSo() {
    Outcome outcome = run("serve", "--port", "0", "--access-log", "/nowhere/access.log");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith(
            "error: cannot write the access log /nowhere/access.log\n  cause: no such file");
  }

  @Test
  void serve_severalUpstreams_namesThemInOrder() throws Exception {
    String first = registry.sparseUrl().toString();
    try (ServeProcess server =
        serve("--upstream", first, "--upstream", "sparse+http://127.0.0.1:1/")) {
      assertThat(server.await(line -> line.contains("Serving"))).contains(first + " as ");
      assertThat(server.await(line -> line.contains("Otherwise")))
          .isEqualTo("   Otherwise sparse+http://127.0.0.1:1/");
    }
  }

  private static String assertJson(String line) {
    assertThat(line).startsWith("{\"time\":").endsWith("}");
    return line;
  }

  @Test
  void serve_upstreamUnreachable_startsAndSaysSo() throws Exception {
    registry.stop();
    try (ServeProcess server = serve()) {
      server.await(line -> line.contains("Listening"));
      assertThat(server.await(line -> line.contains("WARN")))
          .contains("the upstream cannot be reached; what is stored is served");
      server.terminate();
      assertThat(server.exitCode()).isZero();
    }
  }

  @Test
  void serve_portInUse_saysSoAndExitsWithFour() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome outcome = run("serve", "--port", Integer.toString(taken.getLocalPort()));

      assertThat(outcome.code()).isEqualTo(4);
      assertThat(outcome.err())
          .isEqualTo(
              """
              error: cannot listen on 127.0.0.1 port %d: another program does already
                help: it may be another `cratehold serve`; stop it, or choose a port with --port \
              (0 picks a free one)
              """
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void serve_addressOfAnotherMachine_saysSo() {
    Outcome outcome = run("serve", "--port", "0", "--bind", "192.0.2.1", "--open");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("this machine has no such address");
  }

  @Test
  void serve_dataDirectoryOfSomebodyElse_isRefused() throws IOException {
    Path data = Files.createDirectories(home.resolve("thesis"));
    Files.writeString(data.resolve("thesis.tex"), "precious");

    Outcome outcome = run("serve", "--port", "0", "--data", data.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("error: cannot open the store in " + data + "\n  cause: ")
        .endsWith("  help: --data names another directory\n");
  }

  @Test
  void serve_certificateFileIsMissing_namesTheOption() {
    Outcome outcome = run("serve", "--port", "0", "--upstream-ca", "/nowhere.pem");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("/nowhere.pem", "--upstream-ca");
  }

  @Test
  void serve_proxyVariableIsWrong_namesItAndHidesThePassword() {
    CommandLineUser user =
        new CommandLineUser(home).with("HTTPS_PROXY", "socks5://user:secret@proxy");

    Outcome outcome = user.run("serve", "--port", "0");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("HTTPS_PROXY").doesNotContain("secret");
  }
}
