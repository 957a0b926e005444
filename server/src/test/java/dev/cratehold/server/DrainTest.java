package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {
  private static final HttpClient.Version[] PROTOCOLS = {
    HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2
  };

  @TempDir private Path data;
  private final TestCrate crate = CrateBuilder.crate("foo", "1.0.0").payload(3_000_000, 1).build();

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private TestServer server;

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void start(Duration drain) throws IOException {
    server = TestServer.start(data, ServerConfig.local(0).withDrain(drain));
    server.registry.publish(crate);
  }

  private HttpResponse<InputStream> begin(HttpClient client) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/crates-io/crate/%s/%s/%s.crate"
                .formatted(server.port(), crate.name(), crate.version(), crate.checksum()));
    return client.send(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private Thread closing() {
    return Thread.ofVirtual().start(() -> server.server().close());
  }

  /// Waits until the server accepts nothing any more, which is the first thing that closing does.
  private void awaitNotListening() throws Exception {
    while (true) {
      try (RawClient _ = server.connect()) {
        Thread.onSpinWait();
      } catch (IOException _) {
        return;
      }
    }
  }

  @Test
  void close_answerUnderWay_endsIt() throws Exception {
    for (HttpClient.Version version : PROTOCOLS) {
      start(Duration.ofSeconds(30));
      Hook stall = server.registry.when(crate).then(Fault.stallAfter(0.5));
      try (HttpClient client = HttpClient.newBuilder().version(version).build();
          InputStream body = begin(client).body()) {
        byte[] early = body.readNBytes(1_000_000);
        Thread closing = closing();
        awaitNotListening();
        assertThat(closing.isAlive()).isTrue();
        stall.close();
        byte[] rest = body.readAllBytes();
        assertThat(early.length + rest.length).as("%s", version).isEqualTo(crate.size());
        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
      }
      server.close();
    }
  }

  @Test
  void close_answerThatNeverEnds_isCutAtTheLimit() throws Exception {
    for (HttpClient.Version version : PROTOCOLS) {
      start(Duration.ofMillis(300));
      Hook stall = server.registry.when(crate).then(Fault.stallAfter(0.5));
      try (HttpClient client = HttpClient.newBuilder().version(version).build();
          InputStream body = begin(client).body()) {
        assertThat(body.readNBytes(100_000)).hasSize(100_000);
        Thread closing = closing();
        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
        org.assertj.core.api.Assertions.assertThatThrownBy(body::readAllBytes)
            .isInstanceOf(IOException.class);
      }
      stall.close();
      server.close();
    }
  }

  @Test
  void close_idleConnections_doNotHoldItUp() throws Exception {
    start(Duration.ofMinutes(10));
    try (RawClient idle = server.connect();
        RawClient used = server.connect()) {
      used.get("/healthz").answer();
      Thread closing = closing();
      assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
      assertThat(idle.ends()).isTrue();
      assertThat(used.ends()).isTrue();
    }
  }
}
