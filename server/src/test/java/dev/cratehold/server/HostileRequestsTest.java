package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.CrateBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the server answers to requests that no cargo sends, byte by byte.
class HostileRequestsTest {
  private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";

  @TempDir private Path data;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(data);
    server.registry.publish(CrateBuilder.crate("foo", "1.0.0").build());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /// Sends without waiting until the server has read it all, which it never may.
  private static void sendInBackground(RawClient client, String bytes) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            client.send(bytes);
          } catch (IOException _) {
            // the server closed the connection, which it may
          }
        });
  }

  /// Sends a request, and expects its refusal, and then the end.
  private void refused(String request, int status, String reason) throws IOException {
    try (RawClient client = server.connect()) {
      sendInBackground(client, request);
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).as(shortened(request)).isEqualTo(status);
      assertThat(answer.body()).as(shortened(request)).contains(reason);
      assertThat(answer.hasHeader("connection: close")).as(answer.head()).isTrue();
      assertThat(client.ends()).as(shortened(request)).isTrue();
    }
  }

  private static String shortened(String request) {
    return request.substring(0, Math.min(100, request.length()));
  }

  @Test
  void request_ambiguous_isRefusedWithASentence() throws IOException {
    refused(
        "GET /" + HOST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
        "both");
    refused(
        "GET /" + HOST + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", 400, "one number");
    refused("GET /" + HOST + "X: a\r\n b\r\n\r\n", 400, "no header field");
    refused("GET /" + HOST + "X : a\r\n\r\n", 400, "no header field");
    refused("GET /" + HOST + "X: a\u0000\r\n\r\n", 400, "no header field");
    refused("GET / HTTP/1.1\nHost: localhost\n\n", 400, "bare line feed");
    refused("GET http://elsewhere/" + HOST + "\r\n", 400, "target");
    refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "more than one Host");
    refused("\u0016\u0003\u0001\u0000\r\n", 400, "");
    refused("GET /" + "a".repeat(10_000_000) + HOST + "\r\n", 414, "4096");
    refused("GET /" + HOST + "X: " + "a".repeat(100_000) + "\r\n\r\n", 431, "16384");
  }

  @Test
  void request_behindABody_isNeverAnswered() throws IOException {
    try (RawClient client = server.connect()) {
      client.send(
          "GET /healthz" + HOST + "Content-Length: 10\r\n\r\nGET /crates-io/3/f/foo" + HOST);
      assertThat(client.answer().body()).isEqualTo("ok\n");
      assertThat(client.ends()).isTrue();
    }
    assertThat(server.registry.log().count("/index/3/f/foo")).isZero();
  }

  @Test
  void requests_pipelinedBeforeARefusedOne_areAnsweredFirst() throws IOException {
    try (RawClient client = server.connect()) {
      client.send("GET /crates-io/3/f/foo" + HOST + "\r\nGET /healthz" + HOST + "\r\nX\r\n\r\n");
      assertThat(client.answer().body()).contains("\"foo\"");
      assertThat(client.answer().body()).isEqualTo("ok\n");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void put_largeBody_isAnsweredAlthoughItIsNotRead() throws IOException {
    try (RawClient client = server.connect()) {
      String head = "PUT /crates-io/api/v1/crates/new" + HOST + "Content-Length: 10000000\r\n\r\n";
      sendInBackground(client, head + "x".repeat(10_000_000));
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).startsWith("{\"errors\":[{\"detail\":");
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void get_pathsThatLeadElsewhere_are4xxWithASentence() throws IOException {
    for (String path :
        List.of(
            "/crates-io/../etc/passwd",
            "/crates-io/..%2f..%2fetc/passwd",
            "/crates-io/3/f/foo%00",
            "/crates-io/3/f%5cfoo",
            "/crates-io/3/f/FOO",
            "/crates-io/3/f/foo?x=1",
            "/crates-io/3/f/foo/")) {
      try (RawClient client = server.connect()) {
        RawClient.Answer answer = client.get(path).answer();
        assertThat(answer.status()).as(path).isIn(400, 404);
        assertThat(answer.body()).as(path).isNotBlank();
      }
    }
  }

  @Test
  void get_doubledSlashes_areAnswered() throws IOException {
    try (RawClient client = server.connect()) {
      assertThat(client.get("/crates-io//3/f//foo").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void trace_isNotAllowed() throws IOException {
    try (RawClient client = server.connect()) {
      RawClient.Answer answer = client.send("TRACE /" + HOST + "\r\n").answer();
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.body()).isNotBlank();
    }
  }

  @Test
  void method_ofTheStandIn_isAnOrdinaryOne() throws IOException {
    try (RawClient client = server.connect()) {
      assertThat(client.send("- /" + HOST + "\r\n").answer().status()).isEqualTo(405);
    }
  }
}
