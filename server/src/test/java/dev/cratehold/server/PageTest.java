package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.store.statistics.Latencies;
import dev.cratehold.store.statistics.NamedTally;
import dev.cratehold.store.statistics.Outcome;
import dev.cratehold.store.statistics.ServedRequest;
import dev.cratehold.store.statistics.StatisticsReport;
import dev.cratehold.store.statistics.Tally;
import dev.cratehold.store.statistics.Window;
import dev.cratehold.store.statistics.WindowReport;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&";
  private static final String BROWSER =
      "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n";

  @TempDir private Path data;
  private final FakeStatistics statistics = new FakeStatistics();
  private Optional<TestServer> started = Optional.empty();

  private TestServer start(ServerConfig config) throws IOException {
    TestServer server = TestServer.start(data, config, statistics);
    started = Optional.of(server);
    return server;
  }

  private TestServer start() throws IOException {
    return start(ServerConfig.local(0));
  }

  @AfterEach
  void stop() throws IOException {
    if (started.isPresent()) {
      started.get().close();
    }
  }

  private static RawClient.Answer get(TestServer server, String path, String host, String headers)
      throws IOException {
    try (RawClient client = server.connect()) {
      return client
          .send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n")
          .answer();
    }
  }

  private static RawClient.Answer page(TestServer server) throws IOException {
    return get(server, "/", "localhost", BROWSER);
  }

  private static StatisticsReport report(String crate, String client) {
    Tally tally = new Tally(1_500, 1_000, 0, 499, 1, 5L << 20, 3L << 20);
    List<NamedTally> crates = List.of(new NamedTally(crate, tally));
    Latencies latencies =
        new Latencies(Duration.ofNanos(300_000), Duration.ofMillis(7), Duration.ofMillis(250));
    return new StatisticsReport(
        Instant.EPOCH,
        Arrays.stream(Window.values())
            .map(window ->
                new WindowReport(
                    window,
                    window.since(Instant.EPOCH),
                    tally,
                    latencies,
                    List.of(new NamedTally("crates-io", tally)),
                    crates,
                    crates,
                    Tally.NONE,
                    List.of(new NamedTally(client, tally)),
                    Tally.NONE))
            .toList());
  }

  @Test
  void home_curl_isPlainText() throws IOException {
    RawClient.Answer answer = get(start(), "/", "localhost:1", "Accept: */*\r\n");
    assertThat(answer.hasHeader("content-type: text/plain; charset=utf-8")).isTrue();
    assertThat(answer.hasHeader("vary: accept")).isTrue();
    assertThat(answer.body())
        .contains("cratehold setup sparse+http://localhost:1/crates-io/")
        .doesNotContain("<");
  }

  @Test
  void home_browser_isAPageThatLoadsAndRunsNothing() throws IOException {
    RawClient.Answer answer = page(start());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.hasHeader("content-type: text/html; charset=utf-8")).isTrue();
    assertThat(
            answer.hasHeader(
                "content-security-policy: default-src 'none'; style-src 'self'; img-src 'self'"
                    + " data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"))
        .isTrue();
    assertThat(answer.hasHeader("x-content-type-options: nosniff")).isTrue();
    assertThat(answer.hasHeader("referrer-policy: no-referrer")).isTrue();
    assertThat(answer.hasHeader("vary: accept")).isTrue();
    assertThat(answer.body())
        .startsWith("<!doctype html>")
        .contains("<html lang=\"en\">", "cratehold setup http://localhost", "12,345")
        .doesNotContain("<script", " style=\"", "//fonts", " onclick");
  }

  @Test
  void home_everyFigureHostile_showsTextAlone() throws IOException {
    statistics.reportIs(report("crates-io/" + HOSTILE, HOSTILE));
    TestServer server = start();
    server.sources.storeIs(StoreStatus.State.FULL, HOSTILE);
    assertThat(page(server).body())
        .contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;")
        .doesNotContain("<img", "<IMG");
  }

  @Test
  void home_hostileHost_isRefused() throws IOException {
    RawClient.Answer answer = get(start(), "/", "\"><script>alert(1)</script>", BROWSER);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("<script");
  }

  @Test
  void home_storedCrates_areListed() throws IOException {
    TestServer server = start();
    CrateId crate =
        new CrateId(
            "crates-io",
            new CrateName("serde"),
            new CrateVersion("1.0.0+a"),
            new Checksum("ab".repeat(32)));
    Instant stored = server.clock.instant().minus(Duration.ofMinutes(5));
    server.sources.latestAre(List.of(new HeldCrate(crate, 2048, stored, stored, 3, 6144)));
    assertThat(page(server).body())
        .contains("serde", "1.0.0+a", "2.0 KiB", "5 min ago", "<caption>The crates");
  }

  @Test
  void home_statisticsFail_isThereWithoutThem() throws IOException {
    statistics.fail();
    assertThat(page(start()).body()).contains("cannot be read at the moment", "Let cargo use it");
  }

  @Test
  void home_askedOften_asksTheStoreOnceInFiveSeconds() throws IOException {
    TestServer server = start();
    for (int i = 0; i < 20; i++) {
      page(server);
    }
    assertThat(statistics.reports()).isEqualTo(1);
    server.clock.advance(Duration.ofSeconds(6));
    page(server);
    assertThat(statistics.reports()).isEqualTo(2);
  }

  @Test
  void style_linked_isKeptByBrowsersForEver() throws IOException {
    TestServer server = start();
    String path =
        page(server).body().replaceAll("(?s).*<link rel=\"stylesheet\" href=\"([^\"]*)\".*", "/$1");
    RawClient.Answer answer = get(server, path, "localhost", "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.hasHeader("content-type: text/css; charset=utf-8")).isTrue();
    assertThat(answer.hasHeader("cache-control: public, max-age=31536000, immutable")).isTrue();
    assertThat(answer.body()).contains("prefers-color-scheme").doesNotContain("http", "@import");
  }

  @Test
  void statistics_json_hasEveryWindow() throws IOException {
    statistics.reportIs(report("crates-io/serde", "10.0.0.1"));
    RawClient.Answer answer = get(start(), "/api/statistics", "localhost", "");
    assertThat(answer.hasHeader("content-type: application/json")).isTrue();
    assertThat(answer.body())
        .startsWith(
            "{\"at\":\"1970-01-01T00:00:00Z\",\"windows\":[{\"window\":\"hour\","
                + "\"since\":\"1969-12-31T23:00:00Z\",\"requests\":1500,\"hits\":1000,\"stale\":0,"
                + "\"misses\":499,\"failed\":1,\"other\":0,\"bytes_served\":5242880,"
                + "\"bytes_saved\":3145728,\"latency_seconds\":{\"p50\":3.0E-4,\"p90\":0.007,"
                + "\"p99\":0.25},\"registries\":[{\"name\":\"crates-io\",\"requests\":1500,")
        .contains("\"window\":\"day\"", "\"window\":\"month\"", "{\"window\":\"ever\",\"requests\"")
        .contains("\"clients\":[{\"name\":\"10.0.0.1\"");
  }

  @Test
  void statistics_cannotBeRead_is503() throws IOException {
    statistics.fail();
    assertThat(get(start(), "/api/statistics", "localhost", "").status()).isEqualTo(503);
  }

  @Test
  void clients_throughAProxyOrUnderAnotherName_areHidden() throws IOException {
    statistics.reportIs(report("crates-io/serde", "192.0.2.77"));
    TestServer server = start();
    assertThat(page(server).body()).contains("192.0.2.77");
    for (String path : List.of("/", "/api/statistics")) {
      assertThat(get(server, path, "localhost", BROWSER + "X-Forwarded-For: 127.0.0.1\r\n").body())
          .doesNotContain("192.0.2.77");
      assertThat(get(server, path, "crates.example", BROWSER).body()).doesNotContain("192.0.2.77");
    }
  }

  @Test
  void clients_public_areShownToAll() throws IOException {
    statistics.reportIs(report("crates-io/serde", "192.0.2.77"));
    TestServer server = start(ServerConfig.local(0).withClientAddresses(ClientAddresses.PUBLIC));
    assertThat(get(server, "/", "crates.example", BROWSER).body()).contains("192.0.2.77");
  }

  @Test
  void clients_off_areNeitherCountedNorShown() throws Exception {
    statistics.reportIs(report("crates-io/serde", "192.0.2.77"));
    TestServer server = start(ServerConfig.local(0).withClientAddresses(ClientAddresses.OFF));
    assertThat(page(server).body()).doesNotContain("192.0.2.77");
    get(server, "/crates-io/config.json", "localhost", "");
    assertThat(statistics.next().client()).isEmpty();
  }

  @Test
  void traffic_ofTheRegistry_isCountedAndNothingElse() throws Exception {
    TestServer server = start();
    TestCrate crate = CrateBuilder.crate("Foo", "1.0.0").build();
    server.registry.publish(crate);
    for (String path : List.of("/", "/healthz", "/metrics", "/api/statistics", "/nothing")) {
      get(server, path, "localhost", "");
      server.nextRecord();
    }
    String file = "/crates-io/crate/Foo/1.0.0/" + crate.checksum().hex() + ".crate";

    ServedRequest index = counted(server, "/crates-io/3/f/foo");
    assertThat(index.registry()).isEqualTo("crates-io");
    assertThat(index.outcome()).isEqualTo(Outcome.MISS);
    assertThat(index.crate()).contains("foo");
    assertThat(index.client()).contains("127.0.0.1");
    assertThat(index.bytes()).isPositive();
    assertThat(counted(server, "/crates-io/3/f/foo").outcome()).isEqualTo(Outcome.HIT);
    assertThat(counted(server, file).outcome()).isEqualTo(Outcome.MISS);
    ServedRequest hit = counted(server, file);
    assertThat(hit.outcome()).isEqualTo(Outcome.HIT);
    assertThat(hit.crate()).contains("foo");
    assertThat(hit.bytes()).isEqualTo(crate.file().length);
    assertThat(counted(server, "/crates-io/config.json").outcome()).isEqualTo(Outcome.OTHER);
    ServedRequest missing = counted(server, "/crates-io/3/b/bar");
    assertThat(missing.outcome()).isEqualTo(Outcome.MISS);
    assertThat(missing.crate()).isEmpty();
    assertThat(counted(server, "/crates-io/3/b/bar").outcome()).isEqualTo(Outcome.HIT);
    assertThat(statistics.isEmpty()).isTrue();
  }

  @Test
  void traffic_upstreamFails_isStaleOrFailed() throws Exception {
    TestServer server = start();
    server.registry.publish(CrateBuilder.crate("foo", "1.0.0").build());
    counted(server, "/crates-io/3/f/foo");
    server.registry.stop();
    server.clock.advance(Duration.ofHours(1));

    assertThat(counted(server, "/crates-io/3/f/foo").outcome()).isEqualTo(Outcome.STALE);
    ServedRequest failed = counted(server, "/crates-io/3/b/bar");
    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.crate()).isEmpty();
  }

  @Test
  void traffic_throughATrustedProxy_isTheClients() throws Exception {
    ServerConfig config =
        ServerConfig.local(0).withTrustedProxies(List.of(AddressRange.parse("127.0.0.1")));
    TestServer server = start(config);
    get(
        server,
        "/crates-io/config.json",
        "localhost",
        "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 192.0.2.9\r\n");
    assertThat(statistics.next().client()).contains("192.0.2.9");
  }

  private ServedRequest counted(TestServer server, String path) throws Exception {
    get(server, path, "localhost", "");
    return statistics.next();
  }

  @Test
  void isForBrowser_everyAccept_isReadAsItIsMeant() {
    for (String html :
        List.of("text/html", "TEXT/HTML;q=0.5", "a/b, text/html ;q=1", "text/html;level=1")) {
      assertThat(PageResponder.isForBrowser(Optional.of(html))).as(html).isTrue();
    }
    for (String other :
        List.of("*/*", "text/*", "text/html;q=0", "text/html; q=0.0", "text/htmlx", "")) {
      assertThat(PageResponder.isForBrowser(Optional.of(other))).as(other).isFalse();
    }
    assertThat(PageResponder.isForBrowser(Optional.empty())).isFalse();
  }
}
