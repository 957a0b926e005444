package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.proxy.NoWindowException;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.CrateId;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What answers say besides their bodies, and what failures look like.
class AnswersTest {
  private static final String INDEX = "/crates-io/3/f/foo";
  private static final String API = "/crates-io/api/v1/crates";

  @TempDir private Path data;
  private final TestCrate foo = CrateBuilder.crate("foo", "1.0.0").build();
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(data);
    server.registry.publish(foo);
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

  @Test
  void get_staleIndexFile_saysHowOldItIs() throws IOException {
    assertThat(get(INDEX).hasHeader("age: 0")).isTrue();
    server.clock.advance(Duration.ofSeconds(150));
    server.registry.when("/index/.*").then(Fault.status(500));
    RawClient.Answer stale = get(INDEX);
    assertThat(stale.status()).isEqualTo(200);
    assertThat(stale.hasHeader("x-cache: stale")).as(stale.head()).isTrue();
    assertThat(stale.hasHeader("age: 150")).as(stale.head()).isTrue();
  }

  @Test
  void get_arrivingCrateOfUnknownLengthOverHttp10_isNotBegun() throws IOException {
    TestCrate large = CrateBuilder.crate("large", "1.0.0").payload(300_000, 1).build();
    server.registry.publish(large);
    server.registry.when(large).then(Fault.header("transfer-encoding", "chunked"));
    server.registry.when(large).then(Fault.stallAfter(0.5));
    String path = "/crates-io/crate/large/1.0.0/" + large.checksum() + ".crate";
    try (RawClient client = server.connect()) {
      RawClient.Answer answer = client.send("GET " + path + " HTTP/1.0\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("still arriving");
    }
  }

  @Test
  void get_indexWithNoCache_asksTheUpstream() throws IOException {
    get(INDEX);
    server.clock.advance(Duration.ofSeconds(5));
    assertThat(get(INDEX).hasHeader("x-cache: hit")).isTrue();
    try (RawClient client = server.connect()) {
      RawClient.Answer refreshed =
          client
              .send(
                  "GET "
                      + INDEX
                      + " HTTP/1.1\r\nHost: localhost\r\nCache-Control: max-age=0, No-Cache\r\n\r\n")
              .answer();
      assertThat(refreshed.hasHeader("x-cache: revalidated")).as(refreshed.head()).isTrue();
      assertThat(refreshed.hasHeader("age: 0")).as(refreshed.head()).isTrue();
    }
    assertThat(server.registry.log().count("/index/3/f/foo")).isEqualTo(2);
  }

  @Test
  void retryAfter_ofTheUpstream_isWholeSecondsFromOneToTen() {
    assertThat(Exchange.retryAfter(Optional.of(Duration.ZERO))).hasSeconds(1);
    assertThat(Exchange.retryAfter(Optional.of(Duration.ofMillis(1)))).hasSeconds(1);
    assertThat(Exchange.retryAfter(Optional.of(Duration.ofMillis(2001)))).hasSeconds(3);
    assertThat(Exchange.retryAfter(Optional.of(Duration.ofSeconds(7)))).hasSeconds(7);
    assertThat(Exchange.retryAfter(Optional.of(Duration.ofMinutes(5)))).hasSeconds(10);
    assertThat(Exchange.retryAfter(Optional.empty())).hasSeconds(2);
  }

  @Test
  void get_upstreamAsksToWait_isPassedOnUpToTenSeconds() throws IOException {
    server.registry.when("/index/.*").then(Fault.retryAfter(503, 7));
    assertThat(get(INDEX).hasHeader("retry-after: 7")).isTrue();
  }

  @Test
  void get_defect_is500WithoutPathsOfThisMachine() throws IOException {
    server.sources.failWith(new IllegalStateException("cannot read /secret/place"));
    RawClient.Answer answer = get("/readyz");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).contains("its log says why").doesNotContain("secret");
    assertThat(answer.head()).doesNotContain("secret");
  }

  @Test
  void statusOf_noRoom_isThatOfAServerThatIsBusy() {
    CrateId crate =
        new CrateId("crates-io", new CrateName("foo"), new CrateVersion("1.0.0"), foo.checksum());
    assertThat(Exchange.statusOf(new NoWindowException(crate, new IOException("/secret/place"))))
        .isEqualTo(503);
    assertThat(Exchange.statusOf(new SendBudget.ExhaustedException(Duration.ofSeconds(60))))
        .isEqualTo(503);
    assertThat(Exchange.statusOf(new IOException("a disk"))).isEqualTo(500);
  }

  @Test
  void api_search_isPassedOn() throws IOException {
    RawClient.Answer answer = get(API + "?q=foo&per_page=5");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.hasHeader("content-type: application/json")).isTrue();
    assertThat(answer.hasHeader("x-cache: miss")).isTrue();
    assertThat(answer.body()).contains("\"foo\"");
    assertThat(get(API + "?q=foo&per_page=5").hasHeader("x-cache: hit")).isTrue();
  }

  @Test
  void api_noSuchCrate_is404InJson() throws IOException {
    RawClient.Answer answer = get(API + "/missing");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.hasHeader("content-type: application/json")).isTrue();
    assertThat(answer.body()).startsWith("{\"errors\":[{\"detail\":\"");
  }

  @Test
  void api_upstreamFails_isA5xxInJson() throws IOException {
    server.registry.when("/api/.*").then(Fault.status(503));
    RawClient.Answer answer = get(API + "?q=foo");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.hasHeader("content-type: application/json")).isTrue();
    assertThat(answer.hasHeader("retry-after: 2")).as(answer.head()).isTrue();
    assertThat(answer.body()).startsWith("{\"errors\":[{\"detail\":\"");
  }

  @Test
  void api_whatIsNotPassedOn_isRefusedInJson() throws IOException {
    assertThat(get(API + "/foo/reverse_dependencies").body()).startsWith("{\"errors\":[");
    assertThat(get("/crates-io/api/v1/me").body()).startsWith("{\"errors\":[");
  }
}
