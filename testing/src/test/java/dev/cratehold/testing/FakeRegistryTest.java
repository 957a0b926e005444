package dev.cratehold.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeRegistryTest {
  private static final TestCrate FOO =
      CrateBuilder.crate("foo", "1.0.0+meta").payload(40_000, 1).build();
  private static final String FOO_INDEX = "/index/3/f/foo";
  private static final String FOO_FILE = "/dl/foo/1.0.0+meta/download";

  private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

  @Test
  void index_publishedCrates_holdsTheirLinesInOrder() throws Exception {
    TestCrate newer = CrateBuilder.crate("foo", "1.1.0").build();
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO, newer)) {
      HttpResponse<byte[]> answer = get(registry, FOO_INDEX);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(text(answer)).isEqualTo(FOO.indexLine() + "\n" + newer.indexLine() + "\n");
    }
  }

  @Test
  void index_unknownCrate_is404() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start()) {
      assertThat(get(registry, FOO_INDEX).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void index_changesUpstream_areSeen() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      registry.yank("foo", "1.0.0+meta");
      assertThat(text(get(registry, FOO_INDEX))).contains("\"yanked\":true");

      registry.unyank("foo", "1.0.0+meta");
      assertThat(text(get(registry, FOO_INDEX))).contains("\"yanked\":false");

      TestCrate other = CrateBuilder.crate("foo", "1.0.0+meta").payload(10, 2).build();
      registry.replace(other);
      assertThat(get(registry, FOO_FILE).body()).isEqualTo(other.file());

      registry.putIndexFile("foo", "raw\r\n\n".getBytes(StandardCharsets.UTF_8));
      assertThat(text(get(registry, FOO_INDEX))).isEqualTo("raw\r\n\n");

      registry.remove("foo");
      assertThat(get(registry, FOO_INDEX).statusCode()).isEqualTo(404);
      assertThat(get(registry, FOO_FILE).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void index_eachValidator_givesNotModifiedUntilItChanges() throws Exception {
    for (IndexValidators kind : IndexValidators.values()) {
      try (FakeRegistry registry = FakeRegistry.builder().validators(kind).start().publish(FOO)) {
        HttpResponse<byte[]> first = get(registry, FOO_INDEX);
        assertThat(first.headers().firstValue("etag").isPresent()).isEqualTo(kind.hasEtag());
        assertThat(first.headers().firstValue("last-modified").isPresent())
            .isEqualTo(kind.hasLastModified());

        assertThat(conditional(registry, first).statusCode())
            .isEqualTo(kind == IndexValidators.NONE ? 200 : 304);
        registry.yank("foo", "1.0.0+meta");
        assertThat(conditional(registry, first).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void index_gzip_compressesOnlyForThoseWhoAccept() throws Exception {
    try (FakeRegistry registry = FakeRegistry.builder().gzipIndex().start().publish(FOO)) {
      assertThat(text(get(registry, FOO_INDEX))).isEqualTo(FOO.indexLine() + "\n");

      HttpResponse<byte[]> packed =
          send(request(registry, FOO_INDEX).header("accept-encoding", "deflate, gzip"));
      assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
      assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
          .isEqualTo((FOO.indexLine() + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void download_everyTemplateForm_givesTheFile() throws Exception {
    for (String template :
        new String[] {
          "/dl",
          "/crates/{crate}/{crate}-{version}.crate",
          "/p/{prefix}/{crate}/{version}",
          "/l/{lowerprefix}/{crate}/{version}",
          "/sha/{sha256-checksum}"
        }) {
      try (FakeRegistry registry = FakeRegistry.builder().downloads(template).start()) {
        registry.publish(FOO);
        assertThat(text(get(registry, "/index/config.json"))).contains("\"dl\":\"http://127.0.0.1");
        assertThat(get(registry, registry.downloadPath(FOO)).body()).isEqualTo(FOO.file());
      }
    }
  }

  @Test
  void download_redirectsToAnotherPort_arriveThere() throws Exception {
    try (FakeRegistry registry = FakeRegistry.builder().downloadRedirects(2).start().publish(FOO)) {
      HttpResponse<byte[]> first = get(registry, FOO_FILE);
      assertThat(first.statusCode()).isEqualTo(302);
      String second = first.headers().firstValue("location").orElseThrow();
      String last =
          send(HttpRequest.newBuilder(URI.create(second)))
              .headers()
              .firstValue("location")
              .orElseThrow();
      assertThat(last).startsWith("http://127.0.0.1:" + registry.otherPort() + "/");
      assertThat(send(HttpRequest.newBuilder(URI.create(last))).body()).isEqualTo(FOO.file());
    }
  }

  @Test
  void config_downloadsElsewhere_namesThatPlace() throws Exception {
    try (FakeRegistry port = FakeRegistry.builder().downloadsOnOtherPort().start();
        FakeRegistry host = FakeRegistry.builder().downloadsOnOtherHostName().start()) {
      assertThat(text(get(port, "/index/config.json")))
          .contains("\"dl\":\"http://127.0.0.1:" + port.otherPort() + "/dl\"");
      assertThat(text(get(host, "/index/config.json")))
          .contains("\"dl\":\"http://localhost:" + host.port() + "/dl\"");
    }
  }

  @Test
  void webApi_downloadOfAVersionWithMetadata_redirectsToTheFile() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      HttpResponse<byte[]> answer = get(registry, "/api/v1/crates/foo/1.0.0%2Bmeta/download");

      assertThat(answer.headers().firstValue("location").orElseThrow()).endsWith(FOO_FILE);
    }
  }

  @Test
  void token_missing_is401AndPresentIsServed() throws Exception {
    try (FakeRegistry registry = FakeRegistry.builder().token("s3cret").start().publish(FOO)) {
      HttpResponse<byte[]> refused = get(registry, FOO_INDEX);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("www-authenticate").orElseThrow())
          .startsWith("Cargo login_url=");

      HttpResponse<byte[]> config =
          send(request(registry, "/index/config.json").header("authorization", "s3cret"));
      assertThat(text(config)).contains("\"auth-required\":true");
    }
  }

  @Test
  void tls_clientOfHttp2_isServedByAlpn(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.create(directory);
    try (FakeRegistry registry = FakeRegistry.builder().tls(certificate).start().publish(FOO);
        HttpClient trusting = trusting(certificate)) {
      HttpResponse<byte[]> answer =
          trusting.send(
              HttpRequest.newBuilder(registry.indexUrl().resolve("3/f/foo")).build(),
              BodyHandlers.ofByteArray());

      assertThat(answer.version()).isEqualTo(Version.HTTP_2);
      assertThat(registry.log().all().getFirst().protocol()).isEqualTo("HTTP/2");
    }
  }

  @Test
  void cleartext_clientThatAsksForTheUpgrade_getsHttp2() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO);
        FakeRegistry old = FakeRegistry.builder().http1Only().start().publish(FOO);
        HttpClient upgrading = HttpClient.newBuilder().version(Version.HTTP_2).build()) {
      assertThat(upgrading.send(request(registry, FOO_INDEX).build(), BodyHandlers.ofByteArray()))
          .extracting(HttpResponse::version)
          .isEqualTo(Version.HTTP_2);
      assertThat(upgrading.send(request(old, FOO_INDEX).build(), BodyHandlers.ofByteArray()))
          .extracting(HttpResponse::version)
          .isEqualTo(Version.HTTP_1_1);
    }
  }

  @Test
  void log_requests_holdsWhatTheyWere() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      send(request(registry, FOO_INDEX).header("X-Test", "yes"));
      get(registry, "/index/no/ne/none");

      RecordedRequest first = registry.log().all().getFirst();
      assertThat(first.method()).isEqualTo("GET");
      assertThat(first.path()).isEqualTo(FOO_INDEX);
      assertThat(first.header("x-test")).hasValue("yes");
      assertThat(first.protocol()).isEqualTo("HTTP/1.1");
      assertThat(first.status()).isEqualTo(200);
      assertThat(registry.log().counts()).containsOnlyKeys(FOO_INDEX, "/index/no/ne/none");
      assertThat(registry.log().connections()).isEqualTo(1);
      registry.log().clear();
      assertThat(registry.log().all()).isEmpty();
    }
  }

  @Test
  void hang_untilReleased_countsConcurrencyAndThenAnswers() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      Hook hang = registry.when(FOO_INDEX).then(Fault.hang());
      CompletableFuture<HttpResponse<byte[]>> one = getLater(registry, FOO_INDEX);
      CompletableFuture<HttpResponse<byte[]>> two = getLater(registry, FOO_INDEX);
      registry.log().await(FOO_INDEX, 2, Duration.ofSeconds(20));
      assertThat(one).isNotDone();

      hang.release();

      assertThat(one.join().statusCode()).isEqualTo(200);
      assertThat(two.join().statusCode()).isEqualTo(200);
      assertThat(registry.log().peakConcurrency()).isEqualTo(2);
      assertThat(hang.strikes()).isEqualTo(2);
    }
  }

  @Test
  void status_afterOneTwice_strikesSecondAndThird() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      registry.when("/index/.*").after(1).times(2).then(Fault.retryAfter(503, 7));

      assertThat(get(registry, FOO_INDEX).statusCode()).isEqualTo(200);
      assertThat(get(registry, FOO_INDEX).headers().firstValue("retry-after")).hasValue("7");
      assertThat(get(registry, FOO_INDEX).statusCode()).isEqualTo(503);
      assertThat(get(registry, FOO_INDEX).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void rate_seeded_strikesThatPart() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      Hook hook = registry.when(".*").rate(0.3, 42).then(Fault.status(500));
      for (int i = 0; i < 100; i++) {
        get(registry, FOO_INDEX);
      }
      assertThat(hook.strikes()).isBetween(15, 45);
    }
  }

  @Test
  void bodyFaults_each_doWhatTheySay() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      registry.when(FOO).times(1).then(Fault.corrupt());
      assertThat(get(registry, FOO_FILE).body()).hasSize(FOO.size()).isNotEqualTo(FOO.file());

      registry.when(FOO).times(1).then(Fault.html());
      assertThat(text(get(registry, FOO_FILE))).contains("<html>");

      registry.when(FOO).times(1).then(Fault.empty());
      assertThat(get(registry, FOO_FILE).body()).isEmpty();

      registry.when(FOO).times(1).then(Fault.shorten(0.5));
      assertThat(get(registry, FOO_FILE).body()).hasSize(FOO.size() / 2);

      registry.when(FOO).times(1).then(Fault.header("content-encoding", "gzip"));
      assertThat(get(registry, FOO_FILE).headers().firstValue("content-encoding")).hasValue("gzip");

      registry.when(FOO).times(1).then(Fault.redirect(307, "/elsewhere"));
      assertThat(get(registry, FOO_FILE).statusCode()).isEqualTo(307);

      assertThat(get(registry, FOO_FILE).body()).isEqualTo(FOO.file());
    }
  }

  @Test
  void connectionFaults_eachOnBothProtocols_breakTheAnswer() throws Exception {
    Fault[] faults = {
      Fault.reset(), Fault.hangUp(), Fault.resetAfter(0.6), Fault.truncateAfter(0.6)
    };
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO);
        HttpClient upgrading = HttpClient.newBuilder().version(Version.HTTP_2).build()) {
      for (Fault fault : faults) {
        Hook hook = registry.when(FOO).then(fault);
        assertThatThrownBy(() -> get(registry, FOO_FILE)).isInstanceOf(IOException.class);
        upgrading.send(request(registry, FOO_INDEX).build(), BodyHandlers.ofByteArray());
        assertThatThrownBy(() ->
                upgrading.send(request(registry, FOO_FILE).build(), BodyHandlers.ofByteArray()))
            .isInstanceOf(IOException.class);
        hook.close();
        assertThat(get(registry, FOO_FILE).body()).isEqualTo(FOO.file());
      }
    }
  }

  @Test
  void stall_inTheMiddle_sendsNoMoreUntilReleased() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      Hook stall = registry.when(FOO).then(Fault.stallAfter(0.5));
      var answer = client.send(request(registry, FOO_FILE).build(), BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        assertThat(body.readNBytes(FOO.size() / 2)).hasSize(FOO.size() / 2);
        assertThat(body.available()).isZero();
        stall.release();
        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void latencyAndBandwidth_together_takeAtLeastTheirTime() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      registry.when(FOO).then(Fault.latency(Duration.ofMillis(150)));
      registry.when(FOO).then(Fault.bandwidth(200_000));
      long start = System.nanoTime();

      assertThat(get(registry, FOO_FILE).body()).isEqualTo(FOO.file());

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
    }
  }

  @Test
  void stopAndRestart_samePort_isGoneAndBack() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      int port = registry.port();
      registry.stop();
      assertThatThrownBy(() -> get(registry, FOO_INDEX)).isInstanceOf(IOException.class);

      registry.restart();

      assertThat(registry.port()).isEqualTo(port);
      assertThat(get(registry, FOO_INDEX).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void head_ofAFile_hasItsLengthAndNoBody() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      HttpResponse<byte[]> answer = send(request(registry, FOO_FILE).HEAD());

      assertThat(answer.headers().firstValue("content-length"))
          .hasValue(Integer.toString(FOO.size()));
      assertThat(answer.body()).isEmpty();
    }
  }

  private HttpResponse<byte[]> get(FakeRegistry registry, String path)
      throws IOException, InterruptedException {
    return send(request(registry, path));
  }

  private CompletableFuture<HttpResponse<byte[]>> getLater(FakeRegistry registry, String path) {
    return client.sendAsync(request(registry, path).build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> conditional(FakeRegistry registry, HttpResponse<byte[]> known)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(registry, FOO_INDEX);
    known.headers().firstValue("etag").ifPresent(tag -> request.header("if-none-match", tag));
    known
        .headers()
        .firstValue("last-modified")
        .ifPresent(date -> request.header("if-modified-since", date));
    return send(request);
  }

  private static HttpRequest.Builder request(FakeRegistry registry, String path) {
    return HttpRequest.newBuilder(registry.indexUrl().resolve(path))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static HttpClient trusting(TestCertificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (var pem = Files.newInputStream(certificate.certificatePem())) {
      trusted.setCertificateEntry(
          "test", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).version(Version.HTTP_2).build();
  }
}
