package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  @TempDir private Path data;
  private final TestCrate large = CrateBuilder.crate("foo", "1.0.0").payload(300_000, 1).build();
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(data);
    server.registry.publish(large);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void record_everyAnswer_hasItsStatusBytesAndCacheResult() throws Exception {
    String path = "/crates-io/crate/foo/1.0.0/" + large.checksum() + ".crate";
    for (HttpClient.Version version :
        List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
      for (int i = 0; i < 2; i++) {
        get(path, version);
        AccessRecord record = server.nextRecord();
        assertThat(record.path()).isEqualTo(path);
        assertThat(record.status()).isEqualTo(200);
        assertThat(record.bytes()).isEqualTo(large.size());
        assertThat(record.outcome()).isEqualTo(AccessRecord.Outcome.SENT);
        assertThat(record.cache())
            .contains(
                i == 0 && version == HttpClient.Version.HTTP_1_1
                    ? CacheStatus.MISS
                    : CacheStatus.HIT);
        assertThat(record.protocol())
            .isEqualTo(version == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1");
        assertThat(record.method()).isEqualTo("GET");
        assertThat(record.remote()).isEqualTo("127.0.0.1");
        assertThat(record.userAgent()).isEqualTo("test/1 (a b)");
        assertThat(record.time()).isBeforeOrEqualTo(server.clock.instant());
      }
    }
  }

  @Test
  void record_refusedRequest_isThere() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET / HTTP/1.1\r\n\r\n").answer();
    }
    AccessRecord record = server.nextRecord();
    assertThat(record.status()).isEqualTo(400);
    assertThat(record.method()).isEqualTo("-");
    assertThat(record.cache()).isEmpty();
  }

  @Test
  void new_textsThatAreNotOneLine_areMadeSafe() {
    AccessRecord record =
        new AccessRecord(
            Instant.EPOCH,
            "::1",
            "HTTP/2",
            "GET",
            "/a\n127.0.0.1 \u001b[31mGET" + "b".repeat(2000),
            200,
            0,
            Duration.ZERO,
            AccessRecord.Outcome.SENT,
            Optional.empty(),
            "cargo\r\n\u00e9\u2028");
    assertThat(record.path()).startsWith("/a?127.0.0.1 ?[31mGET").hasSizeLessThan(1100);
    assertThat(record.userAgent()).isEqualTo("cargo????");
  }

  private void get(String path, HttpClient.Version version) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
      if (version == HttpClient.Version.HTTP_2) {
        goOverToHttp2(client);
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
              .header("User-Agent", "test/1 (a b)")
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body())
          .isEqualTo(large.file());
    }
  }

  /// Java's client now and then loses its place in a large answer to the request that it goes over
  /// to HTTP/2 with.
  private void goOverToHttp2(HttpClient client) throws Exception {
    URI small = URI.create("http://127.0.0.1:" + server.port() + "/healthz");
    var _ = client.send(HttpRequest.newBuilder(small).build(), BodyHandlers.discarding());
    assertThat(server.nextRecord().path()).isEqualTo("/healthz");
  }
}
