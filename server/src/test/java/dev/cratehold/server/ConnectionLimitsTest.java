package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionLimitsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir private Path data;

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private TestServer server;

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void start(int connections, Duration request, Duration idle, Duration stall)
      throws IOException {
    Limits d = Limits.defaults();
    Limits limits =
        new Limits(
            d.requestLine(),
            d.headers(),
            d.body(),
            connections,
            d.streams(),
            d.resets(),
            request,
            idle,
            stall);
    server =
        TestServer.start(data, ServerConfig.local(0).withLimits(limits).withDrain(Duration.ZERO));
  }

  @Test
  void connect_tooMany_areClosedAtOnceAndLaterOnesAccepted() throws Exception {
    start(3, LONG, LONG, LONG);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(server.connect());
      assertThat(clients.get(i).get("/healthz").answer().status()).isEqualTo(200);
    }
    try (RawClient tooMany = server.connect()) {
      assertThat(tooMany.ends()).isTrue();
    }
    assertThat(clients.get(0).get("/metrics").answer().body())
        .contains("cratehold_connections_refused_total 1.0");
    clients.get(1).close();
    while (true) {
      try (RawClient next = server.connect()) {
        next.get("/healthz").answer();
        break;
      } catch (IOException _) {
        Thread.onSpinWait(); // the server has not noticed yet that one has gone
      }
    }
    clients.get(0).close();
    clients.get(2).close();
  }

  @Test
  void connection_withoutAWholeRequest_isClosedHoweverItDrips() throws Exception {
    start(10, SHORT, LONG, LONG);
    try (RawClient silent = server.connect();
        RawClient dripping = server.connect()) {
      dripping.send("GET / HTTP/1.1\r\n");
      Thread drip =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    dripping.send("X: a\r\n");
                  }
                } catch (IOException _) {
                  // closed, as it should be
                }
              });
      assertThat(silent.ends()).isTrue();
      assertThat(drip.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void connection_idleAfterAnAnswer_isClosed() throws Exception {
    start(10, LONG, SHORT, LONG);
    try (RawClient client = server.connect()) {
      assertThat(client.get("/healthz").answer().status()).isEqualTo(200);
      client.send("GET / HTTP/1.1\r\nX: ");
      assertThat(client.ends()).isTrue();
    }
    try (RawClient other = server.connect()) {
      assertThat(other.get("/metrics").answer().body())
          .contains("cratehold_connections_timed_out_total 1.0");
    }
  }

  @Test
  void answer_thatTheClientDoesNotTake_isBrokenOff() throws Exception {
    TestCrate crate = CrateBuilder.crate("foo", "1.0.0").payload(30_000_000, 1).build();
    start(10, LONG, LONG, SHORT);
    server.registry.publish(crate);
    String path = "/crates-io/crate/foo/1.0.0/" + crate.checksum() + ".crate";
    for (int i = 0; i < 2; i++) {
      try (RawClient client = server.connect()) {
        client.get(path);
        AccessRecord record = server.nextRecord();
        assertThat(record.outcome()).isEqualTo(AccessRecord.Outcome.BROKEN_OFF);
        assertThat(record.path()).isEqualTo(path);
      }
    }
  }
}
