package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.server.PrefetchDesk.Receipt;
import dev.cratehold.server.PrefetchProgress.Failure;
import dev.cratehold.server.PrefetchProgress.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may order a prefetch, and what they are answered.
class PrefetchRequestsTest {
  private static final String TOKEN = "correct-horse-battery-staple";
  private static final String RIGHT = "Authorization: Bearer " + TOKEN + "\r\n";
  private static final String HEAD = " /api/prefetch HTTP/1.1\r\nHost: localhost\r\n";

  @TempDir private Path data;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Path file = Files.writeString(data.resolve("token"), "  " + TOKEN + " \nanother line\n");
    server =
        TestServer.start(
            data.resolve("store"), ServerConfig.local(0).withAdminToken(AdminToken.read(file)));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static String post(String headers, String body) {
    return "POST" + HEAD + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static RawClient.Answer ask(TestServer server, String request) throws IOException {
    try (RawClient client = server.connect()) {
      return client.send(request).answer();
    }
  }

  private RawClient.Answer ask(String request) throws IOException {
    return ask(server, request);
  }

  @Test
  void order_withToken_isHandedOverOverOneConnection() throws IOException {
    try (RawClient client = server.connect()) {
      RawClient.Answer first = client.send(post(RIGHT, "foo\n")).answer();
      assertThat(first.status()).isEqualTo(202);
      assertThat(first.body()).isEqualTo("{\"id\":1,\"accepted\":2}");
      String bare = "authorization: " + TOKEN + "\r\n";
      assertThat(client.send(post(bare, "bar\n")).answer().status()).isEqualTo(202);
    }
    assertThat(server.sources.prefetches().orders()).containsExactly("foo\n", "bar\n");
  }

  @Test
  void order_withoutSetting_isRefusedWithHowToAllowIt() throws IOException {
    try (TestServer closed = TestServer.start(data.resolve("other"))) {
      for (String request : List.of(post(RIGHT, "foo\n"), "GET" + HEAD + RIGHT + "\r\n")) {
        RawClient.Answer answer = ask(closed, request);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("--admin-token-file");
      }
      assertThat(closed.sources.prefetches().orders()).isEmpty();
    }
  }

  @Test
  void order_withoutTheToken_isRefused() throws IOException {
    String shorter = "Authorization: Bearer " + TOKEN.substring(1) + "\r\n";
    for (String headers :
        List.of("", "Authorization: Bearer \r\n", shorter, RIGHT + RIGHT, "Token: " + TOKEN)) {
      String lines = headers.isEmpty() || headers.endsWith("\n") ? headers : headers + "\r\n";
      for (String request : List.of(post(lines, "foo\n"), "GET" + HEAD + lines + "\r\n")) {
        RawClient.Answer answer = ask(request);
        assertThat(answer.status()).as(headers).isEqualTo(401);
        assertThat(answer.hasHeader("www-authenticate: bearer")).isTrue();
        assertThat(answer.head() + answer.body()).doesNotContain(TOKEN);
      }
    }
    assertThat(server.sources.prefetches().orders()).isEmpty();
  }

  @Test
  void order_bodyThatIsNotTaken_isRefused() throws IOException {
    assertThat(ask("POST" + HEAD + RIGHT + "Content-Length: 4194305\r\n\r\nfoo").status())
        .isEqualTo(413);
    assertThat(ask(post(RIGHT + "Content-Encoding: gzip\r\n", "foo")).status()).isEqualTo(415);
    assertThat(ask(post(RIGHT, "\u00ff")).body()).contains("UTF-8");
    assertThat(ask("PUT" + HEAD + RIGHT + "\r\n").status()).isEqualTo(405);
    assertThat(ask(post(RIGHT, "foo").replace("prefetch ", "prefetch?a=b ")).status())
        .isEqualTo(400);
    assertThat(server.sources.prefetches().orders()).isEmpty();
  }

  @Test
  void order_malformedOrTooMany_saysSo() throws IOException {
    server.sources.prefetches().answers(new Receipt.Malformed("body:2: `a b` is not a crate"));
    RawClient.Answer malformed = ask(post(RIGHT, "x\na b\n"));
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.body()).isEqualTo("body:2: `a b` is not a crate\n");

    server.sources.prefetches().answers(new Receipt.Full(16, Duration.ofSeconds(60)));
    RawClient.Answer full = ask(post(RIGHT, "x\n"));
    assertThat(full.status()).isEqualTo(503);
    assertThat(full.hasHeader("retry-after: 60")).isTrue();
  }

  @Test
  void get_withToken_listsTheLast() throws IOException {
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    Failure failure = new Failure("no@1.0.0", "order 1:3", "there is none");
    server
        .sources
        .prefetches()
        .latestAre(
            new PrefetchProgress(3, at, 1, new Stage.Waiting()),
            new PrefetchProgress(2, at, 7, new Stage.Running(4, 9)),
            new PrefetchProgress(1, at, 3, new Stage.Done(2, 99, 1, 1, List.of(failure))));

    RawClient.Answer answer = ask("GET" + HEAD + RIGHT + "\r\n");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"id\":3", "\"state\":\"waiting\"")
        .contains("\"state\":\"running\",\"done\":4,\"all\":9")
        .contains("\"state\":\"done\",\"fetched\":2,\"fetched_bytes\":99,\"held\":1,\"failed\":1")
        .contains("{\"item\":\"no@1.0.0\",\"source\":\"order 1:3\",\"reason\":\"there is none\"}");
  }

  @Test
  void read_fileThatHoldsNoToken_isRefusedWithoutShowingIt() throws IOException {
    Path file = data.resolve("wrong");
    assertThatThrownBy(() -> AdminToken.read(file)).isInstanceOf(IOException.class);
    for (String line :
        List.of("", "\nsecond-line-is-not-it\n", "short-secret", "two words are no token")) {
      Files.writeString(file, line);
      assertThatThrownBy(() -> AdminToken.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString())
          .message()
          .doesNotContain("short-secret", "two words");
    }
    Files.writeString(file, "x".repeat(5000));
    assertThatThrownBy(() -> AdminToken.read(file)).hasMessageContaining("too many");
    Files.writeString(file, TOKEN);
    assertThat(AdminToken.read(file)).hasToString("a token");
  }
}
