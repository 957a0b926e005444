package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that no proper server gives: they fail with the declared exception or work, and nothing
/// hangs.
final class UpstreamGarbageTest {
  private static final CrateName FOO = new CrateName("foo");
  private static final TestCrate CRATE = CrateBuilder.crate("foo", "1.0.0").build();
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private static IndexAnswer.Changed ask(Upstream upstream, Validators known) throws Exception {
    return (IndexAnswer.Changed) upstream.index(FOO, known);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\u00e9\"", "a\tb", "no quotes"})
  void index_validatorOfOddBytes_isNoObstacle(String tag) throws Exception {
    String line = CRATE.indexLine() + "\n";
    String head = OK + "ETag: " + tag + "\r\nContent-Length: " + line.length() + "\r\n\r\n";
    try (RawServer server = new RawServer(head + line);
        Upstream upstream = new Upstream(server.url(), Upstreams.options())) {
      Validators said = ask(upstream, Validators.NONE).validators();

      assertThat(ask(upstream, said).body()).asString().isEqualTo(line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n",
        "garbage\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 -1 OK\r\n\r\n",
        "HTTP/1.1 99999999999 OK\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        OK + "Content-Length: many\r\n\r\nx",
        OK + "Content-Length: -5\r\n\r\nx",
        OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nx",
        OK + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        OK + "no colon\r\n\r\n",
        OK + "Content-Length: 99999999999999999999\r\n\r\nx",
        OK + "ETag: \"\u001b[0m\"\r\n\r\n",
        OK + "Content-Encoding: a\u0085\u009bb\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: \u0000\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n"
      })
  void index_garbage_failsAsDeclared(String answer) throws Exception {
    try (RawServer server = new RawServer(answer);
        Upstream upstream = new Upstream(server.url(), Upstreams.options())) {
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> upstream.index(FOO, Validators.NONE));

      assertThat(failure).hasMessageStartingWith("cannot fetch the index file of foo from ");
      assertThat(failure.getMessage())
          .hasSizeLessThan(2100)
          .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f]");
    }
  }

  @Test
  void index_hugeHeader_failsWithAShortSentence() throws Exception {
    String head = OK + "Content-Encoding: " + "0123456789".repeat(1000) + "\r\n\r\n";
    try (RawServer server = new RawServer(head);
        Upstream upstream = new Upstream(server.url(), Upstreams.options())) {
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> upstream.index(FOO, Validators.NONE));

      assertThat(failure.getMessage()).contains("it is encoded as 0123").hasSizeLessThan(2100);
    }
  }

  @Test
  void index_endedByTheConnection_isRead() throws Exception {
    try (RawServer server = new RawServer(OK + "\r\n" + CRATE.indexLine() + "\n");
        Upstream upstream = new Upstream(server.url(), Upstreams.options())) {
      assertThat(ask(upstream, Validators.NONE).body()).asString().contains(CRATE.indexLine());
    }
  }
}
