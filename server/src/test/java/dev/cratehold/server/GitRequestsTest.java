package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What git clients ask, and what others ask at their paths.
class GitRequestsTest {
  private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final String REFS = "/info/refs?service=git-upload-pack";
  private static final Pattern HEAD = Pattern.compile("([0-9a-f]{40}) HEAD");

  @TempDir private Path data;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(data);
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

  /// What asks for the whole index.
  private String request(String root) throws IOException {
    Matcher head = HEAD.matcher(get(root + REFS).body());
    assertThat(head.find()).isTrue();
    return "0032want " + head.group(1) + "\n" + "00000009done\n";
  }

  private static String post(String root, String headers, String body) {
    return "POST %s/git-upload-pack%s%s\r\n%s".formatted(root, HOST, headers, body);
  }

  private static String length(String body) {
    return "Content-Length: " + body.length() + "\r\n";
  }

  @Test
  void references_everyRepository_namesHeadAndOneBranch() throws IOException {
    for (String root : List.of("/index", "/index/", "/git/crates-io", "/git/cached/crates-io")) {
      RawClient.Answer answer = get(root + REFS);
      assertThat(answer.status()).as(root).isEqualTo(200);
      assertThat(answer.hasHeader("content-type: application/x-git-upload-pack-advertisement"))
          .isTrue();
      assertThat(answer.body())
          .contains("symref=HEAD:refs/heads/master", " refs/heads/master\n")
          .doesNotContain("refs/base", "refs/heads/full", "refs/heads/cached");
    }
  }

  @Test
  void references_otherServices_areRefusedWithASentence() throws IOException {
    assertThat(get("/index/info/refs").status()).isEqualTo(403);
    assertThat(get("/index/info/refs").body()).contains("smart protocol");
    assertThat(get("/index/info/refs?service=git-receive-pack").status()).isEqualTo(403);
    assertThat(get("/index/HEAD").status()).isEqualTo(404);
    assertThat(get("/index/objects/info/packs").body()).contains("smart protocol");
    assertThat(get("/index").status()).isEqualTo(404);
    assertThat(get("/indexes/info/refs").body()).contains("/crates-io/");
    assertThat(get("/index/git-upload-pack").status()).isEqualTo(405);
    try (RawClient client = server.connect()) {
      client.send("POST /index/git-receive-pack" + HOST + "Content-Length: 4\r\n\r\n0000");
      assertThat(client.answer().status()).isEqualTo(403);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void pack_overOneConnection_isAnsweredAgainAndAgain() throws IOException {
    String want = request("/index");
    String posted = post("/index", length(want), want);
    try (RawClient client = server.connect()) {
      client.send(posted + "GET /healthz" + HOST + "\r\n" + posted);
      assertThat(client.chunked()).contains("PACK");
      assertThat(client.answer().body()).isEqualTo("ok\n");
      assertThat(client.chunked()).contains("PACK");
      assertThat(client.send(posted).chunked()).contains("PACK");
    }
  }

  @Test
  void pack_compressedRequest_isRead() throws IOException {
    String body = compressed(request("/index"));
    try (RawClient client = server.connect()) {
      client.send(post("/index", "Content-Encoding: gzip\r\n" + length(body), body));
      assertThat(client.chunked()).contains("PACK");
    }
    try (RawClient client = server.connect()) {
      client.send(post("/index", "Content-Encoding: br\r\n" + length(body), body));
      assertThat(client.answer().status()).isEqualTo(415);
    }
  }

  private static String compressed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void pack_noRequestOfGits_isRefusedWithASentence() throws IOException {
    for (String garbage :
        List.of(
            "x", "zzzz", "0002", "0003", "0032want", "0009done\n0", "\u00ff\u00ff\u00ff\u00ff")) {
      refused(length(garbage), garbage);
    }
    String want = "want " + "z".repeat(40) + "\n";
    refused("Content-Length: 62\r\n", "0032" + want + "00000008wait");
    String deep =
        request("/index").substring(0, 50) + "001ddeepen 99999999999999999\n00000009done\n";
    refused(length(deep), deep);
    String compressed = compressed(request("/index"));
    String gzip = "Content-Encoding: gzip\r\n";
    refused(gzip + length("0000"), "0000");
    String broken = compressed.substring(0, compressed.length() - 12);
    refused(gzip + length(broken), broken);
  }

  private void refused(String headers, String body) throws IOException {
    try (RawClient client = server.connect()) {
      RawClient.Answer answer = client.send(post("/index", headers, body)).answer();
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.body()).as(body).startsWith("The body of this request ");
    }
  }

  @Test
  void pack_bodyThatInflatesTooFar_isRefused() throws IOException {
    String body = compressed("0000".repeat((1 << 18) + 1));
    try (RawClient client = server.connect()) {
      client.send(post("/index", "Content-Encoding: gzip\r\n" + length(body), body));
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("too long");
    }
  }

  @Test
  void pack_clientThatWaitsForContinue_isToldToGoOn() throws IOException {
    String want = request("/index");
    try (RawClient client = server.connect()) {
      client.send(post("/index", "Expect: 100-continue\r\n" + length(want), ""));
      assertThat(client.answer().head()).startsWith("HTTP/1.1 100 ");
      assertThat(client.send(want).chunked()).contains("PACK");
    }
  }

  @Test
  void pack_bodyWithoutLengthOrTooLong_isRefused() throws IOException {
    for (String[] refused :
        new String[][] {
          {"Transfer-Encoding: chunked\r\n", "411"},
          {"Content-Length: 1048577\r\n", "413"},
          {"Content-Length: 4\r\nContent-Length: 4\r\n", "400"},
          {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "400"}
        }) {
      try (RawClient client = server.connect()) {
        client.send(post("/index", refused[0], "0000"));
        RawClient.Answer answer = client.answer();
        assertThat(answer.status()).as(refused[0]).isEqualTo(Integer.parseInt(refused[1]));
        assertThat(answer.body()).isNotBlank();
        assertThat(client.ends()).isTrue();
      }
    }
  }

  /// What is behind the announced end is no part of the body, and no request either.
  @Test
  void pack_bodyLongerThanAnnounced_endsTheConnection() throws IOException {
    String want = request("/index");
    try (RawClient client = server.connect()) {
      client.send(post("/index", length(want), want + "more\r\n\r\nGET /healthz" + HOST + "\r\n"));
      assertThat(client.chunked()).contains("PACK");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void pack_requestWithinABody_isNeverAnswered() throws IOException {
    String hidden = "GET /crates-io/3/f/foo" + HOST + "\r\n";
    try (RawClient client = server.connect()) {
      client.send(post("/index", length(hidden), hidden) + "GET /healthz" + HOST);
      client.send("Connection: close\r\n\r\n");
      assertThat(client.rest()).doesNotContain("PACK", "\"foo\"");
    }
    assertThat(server.registry.log().count("/index/3/f/foo")).isZero();
  }

  @Test
  void pack_overHttp2_isAnswered() throws Exception {
    String want = request("/index");
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      URI root = URI.create("http://localhost:" + server.port() + "/");
      HttpRequest first = HttpRequest.newBuilder(root.resolve("/healthz")).build();
      var _ = client.send(first, HttpResponse.BodyHandlers.ofString());
      HttpRequest post =
          HttpRequest.newBuilder(root.resolve("/index/git-upload-pack"))
              .POST(HttpRequest.BodyPublishers.ofString(want))
              .build();
      HttpResponse<String> answer =
          client.send(post, HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("PACK");
      HttpRequest large =
          HttpRequest.newBuilder(root.resolve("/index/git-upload-pack"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]))
              .build();
      assertThat(client.send(large, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void pack_overHttp2LongerThanAllowedWithoutALength_isRefused() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      URI root = URI.create("http://localhost:" + server.port() + "/");
      HttpRequest first = HttpRequest.newBuilder(root.resolve("/healthz")).build();
      var _ = client.send(first, HttpResponse.BodyHandlers.ofString());
      byte[] body = new byte[(1 << 20) + 1];
      HttpRequest large =
          HttpRequest.newBuilder(root.resolve("/index/git-upload-pack"))
              .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
              .build();
      HttpResponse<String> answer = client.send(large, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(413);
    }
  }
}
