package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.SparseUrl;
import dev.cratehold.store.Alert;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Circuit;
import dev.cratehold.upstream.SourceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationTest {
  @TempDir private Path data;
  private final TestCrate crate = CrateBuilder.crate("foo", "1.0.0").build();
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(data);
    server.registry.publish(crate);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private RawClient.Answer get(String path) throws IOException {
    try (RawClient client = server.connect()) {
      return client.get(path).answer();
    }
  }

  private static SourceStatus source(Circuit circuit) {
    return new SourceStatus(
        SparseUrl.parse("sparse+https://index.example:8443/secret-path/"),
        circuit,
        Optional.of("cannot reach it"),
        Optional.of(Instant.EPOCH));
  }

  @Test
  void healthz_always_isOk() throws IOException {
    RawClient.Answer answer = get("/healthz");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok\n");
  }

  @Test
  void readyz_allWell_isReady() throws IOException {
    server.sources.upstreamsAre(source(Circuit.CLOSED));
    RawClient.Answer answer = get("/readyz");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.hasHeader("content-type: application/json")).isTrue();
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"ready\",\"store\":{\"state\":\"writable\",\"free_bytes\":1000,"
                + "\"stored_bytes\":500},\"upstreams\":[{\"host\":\"index.example:8443\","
                + "\"circuit\":\"closed\",\"failed_at\":\"1970-01-01T00:00:00Z\"}]}");
  }

  @Test
  void readyz_storeFull_isDegradedAndStill200() throws IOException {
    server.sources.storeIs(StoreStatus.State.FULL, "there is no room in /secret/place");
    RawClient.Answer answer = get("/readyz");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"status\":\"degraded\"", "\"state\":\"full\"")
        .doesNotContain("/secret/place");
  }

  @Test
  void readyz_circuitOpen_isDegraded() throws IOException {
    server.sources.upstreamsAre(source(Circuit.OPEN));
    assertThat(get("/readyz").body())
        .contains("\"status\":\"degraded\"", "\"circuit\":\"open\"")
        .doesNotContain("secret-path");
  }

  @Test
  void metrics_afterRequests_countThem() throws Exception {
    server.sources.alertsAre(Map.of(Alert.Kind.REPUBLISHED, 3L));
    get("/crates-io/3/f/foo");
    get("/crates-io/3/f/foo");
    get("/nothing");
    for (int i = 0; i < 3; i++) {
      server.nextRecord();
    }
    String body = get("/metrics").body();
    assertThat(body)
        .contains(
            "cratehold_http_requests_seconds_count{kind=\"index\",status=\"200\"} 2\n",
            "cratehold_http_requests_seconds_count{kind=\"other\",status=\"404\"} 1\n",
            "cratehold_answers_total{cache=\"miss\",kind=\"index\"} 1.0\n",
            "cratehold_answers_total{cache=\"hit\",kind=\"index\"} 1.0\n",
            "cratehold_alerts_total{kind=\"republished\"} 3.0\n",
            "cratehold_store_state{state=\"writable\"} 1.0\n",
            "cratehold_store_state{state=\"full\"} 0.0\n",
            "cratehold_http_requests_running 1.0\n",
            "jvm_memory_used_bytes")
        // The client decides how many connections it opens.
        .containsPattern("cratehold_connections_open [1-9]");
  }

  @Test
  void metrics_documented_areAllThereAreAndNoOthers() throws Exception {
    server.sources.upstreamsAre(source(Circuit.CLOSED));
    get("/crates-io/3/f/foo");
    server.nextRecord();
    String body = get("/metrics").body();
    assertThat(MetricsDocument.namesIn(body)).isEqualTo(MetricsDocument.documented());
    assertThat(body).doesNotContain("secret-path").doesNotContain("foo");
  }
}
