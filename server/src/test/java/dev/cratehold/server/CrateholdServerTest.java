package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.gitindex.Completeness;
import dev.cratehold.gitindex.GitIndex;
import dev.cratehold.proxy.ProxyConfig;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamOptions;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrateholdServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final FakeClock clock = new FakeClock();
  private final FakeRegistry registry = FakeRegistry.start();
  private final TestCrate small = CrateBuilder.crate("foo", "1.0.0").build();
  private final TestCrate medium = CrateBuilder.crate("foo", "1.1.0").payload(100_000, 1).build();
  private final TestCrate large = CrateBuilder.crate("foo", "2.0.0").payload(3_000_000, 2).build();

  @TempDir private Path data;
  private Store store;
  private Upstream upstream;
  private CrateholdServer server;

  @BeforeEach
  void start() throws IOException {
    registry.publish(small, medium, large);
    store = Store.open(data, StoreOptions.defaults(), clock);
    upstream =
        new Upstream(
            registry.sparseUrl(),
            UpstreamOptions.defaults("test").withRetryPause(Duration.ofMillis(1)),
            clock);
    RegistryProxy proxy =
        new RegistryProxy("crates-io", store, upstream, ProxyConfig.defaults(), clock);
    server = serve(ServerConfig.local(0), proxy);
  }

  private CrateholdServer serve(ServerConfig config, RegistryProxy proxy) throws IOException {
    GitIndex git = GitIndex.of(store, "crates-io", _ -> Completeness.State.PARTIAL, clock);
    return CrateholdServer.start(config, proxy, git, new FakeSources(), AccessLog.none(), clock);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    upstream.close();
    store.close();
    registry.close();
  }

  @Test
  void start_portTaken_saysSo() {
    assertThatThrownBy(() ->
            serve(
                ServerConfig.local(server.port()),
                new RegistryProxy("crates-io", store, upstream, ProxyConfig.defaults(), clock)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }

  @Test
  void get_config_pointsHereAndNowhereElse() throws Exception {
    HttpResponse<byte[]> answer = get("/crates-io/config.json", HttpClient.Version.HTTP_1_1);
    RegistryConfig config = RegistryConfig.parse(answer.body());
    String root = "http://127.0.0.1:" + server.port() + "/crates-io";
    assertThat(config.dl().template())
        .isEqualTo(root + "/crate/{crate}/{version}/{sha256-checksum}.crate");
    assertThat(config.api()).contains(root);
    assertThat(config.dl().expand(new CrateName("foo"), small.version(), small.checksum()))
        .isEqualTo(URI.create(root + cratePath(small).substring("/crates-io".length())));
  }

  @Test
  void get_home_saysHowToSetCargoUp() throws Exception {
    assertThat(text(get("/", HttpClient.Version.HTTP_1_1)))
        .contains("sparse+http://127.0.0.1:" + server.port() + "/crates-io/");
  }

  @Test
  void get_index_isTheRegistrysBytesOnBothProtocols() throws Exception {
    byte[] expected =
        (small.indexLine() + "\n" + medium.indexLine() + "\n" + large.indexLine() + "\n")
            .getBytes(StandardCharsets.UTF_8);
    for (HttpClient.Version version : HttpClient.Version.values()) {
      HttpResponse<byte[]> answer = get("/crates-io/3/f/foo", version);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.body()).isEqualTo(expected);
      assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    }
  }

  @Test
  void get_indexWithGzip_isCompressedWithTheSameTag() throws Exception {
    HttpResponse<byte[]> plain = get("/crates-io/3/f/foo", HttpClient.Version.HTTP_1_1);
    HttpResponse<byte[]> coded =
        send(request("/crates-io/3/f/foo").header("Accept-Encoding", "deflate, gzip"));
    assertThat(coded.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(coded.headers().firstValue("vary")).contains("accept-encoding");
    assertThat(tag(coded)).isEqualTo(tag(plain));
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(coded.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @Test
  void get_indexWithKnownTag_is304() throws Exception {
    String tag = tag(get("/crates-io/3/f/foo", HttpClient.Version.HTTP_1_1));
    HttpResponse<byte[]> answer = send(request("/crates-io/3/f/foo").header("If-None-Match", tag));
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(tag(answer)).isEqualTo(tag);
  }

  @Test
  void head_indexAndCrates_haveTheLengthAndNoBody() throws Exception {
    HttpResponse<byte[]> index =
        send(request("/crates-io/3/f/foo").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    int length = get("/crates-io/3/f/foo", HttpClient.Version.HTTP_1_1).body().length;
    assertThat(index.headers().firstValueAsLong("content-length")).hasValue(length);
    assertThat(index.body()).isEmpty();
    for (TestCrate crate : List.of(small, large)) {
      get(cratePath(crate), HttpClient.Version.HTTP_1_1);
      HttpResponse<byte[]> head =
          send(request(cratePath(crate)).method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.headers().firstValueAsLong("content-length")).hasValue(crate.size());
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void get_crates_missAndHit_areRightOnBothProtocols() throws Exception {
    for (TestCrate crate : List.of(small, medium, large)) {
      HttpResponse<byte[]> miss = get(cratePath(crate), HttpClient.Version.HTTP_2);
      assertThat(miss.body()).isEqualTo(crate.file());
      assertThat(cacheStatus(miss)).isEqualTo("MISS");
      for (HttpClient.Version version :
          List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
        HttpResponse<byte[]> hit = get(cratePath(crate), version);
        assertThat(hit.body()).isEqualTo(crate.file());
        assertThat(cacheStatus(hit)).isEqualTo("HIT");
        assertThat(hit.version()).isEqualTo(version);
        assertThat(hit.headers().firstValue("content-encoding")).isEmpty();
        assertThat(hit.headers().firstValueAsLong("content-length")).hasValue(crate.size());
        assertThat(hit.headers().firstValue("cache-control").orElseThrow()).contains("immutable");
      }
      assertThat(registry.log().count(registry.downloadPath(crate))).isEqualTo(1);
    }
  }

  @Test
  void get_classicDownload_isServedOnBothRoutes() throws Exception {
    for (String root : List.of("/crates-io/crate/", "/crates-io/api/v1/crates/")) {
      HttpResponse<byte[]> answer = get(root + "foo/1.0.0/download", HttpClient.Version.HTTP_1_1);
      assertThat(answer.body()).isEqualTo(small.file());
      assertThat(answer.headers().firstValue("cache-control").orElseThrow())
          .doesNotContain("immutable");
    }
  }

  @Test
  void get_slowTransfer_reachesTheClientBeforeItsEnd() throws Exception {
    Hook stall = registry.when(large).then(Fault.stallAfter(0.5));
    for (HttpClient.Version version :
        List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
      HttpResponse<InputStream> answer =
          client(version).send(request(cratePath(large)).build(), BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] early = body.readNBytes(1_000_000);
        assertThat(large.file()).startsWith(early);
      }
    }
    stall.close();
  }

  @Test
  void get_wrongBytesFromUpstream_neverComplete() throws Exception {
    registry.when(large).then(Fault.corrupt());
    for (HttpClient.Version version :
        List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
      assertThatThrownBy(() -> get(cratePath(large), version))
          .as("%s", version)
          .isInstanceOf(IOException.class);
    }
    registry.heal();
    assertThat(get(cratePath(large), HttpClient.Version.HTTP_2).body()).isEqualTo(large.file());
  }

  @Test
  void get_wrongBytesOfASmallCrate_areA5xx() throws Exception {
    registry.when(small).then(Fault.corrupt());
    HttpResponse<byte[]> answer = get(cratePath(small), HttpClient.Version.HTTP_1_1);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(text(answer)).contains("foo 1.0.0");
  }

  @Test
  void get_upstreamFails_isNever404() throws Exception {
    registry.when("/.*").then(Fault.status(500));
    for (String path :
        List.of("/crates-io/3/f/foo", cratePath(small), "/crates-io/crate/foo/1.0.0/download")) {
      HttpResponse<byte[]> answer = get(path, HttpClient.Version.HTTP_1_1);
      assertThat(answer.statusCode()).as(path).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      assertThat(text(answer)).isNotBlank();
    }
  }

  @Test
  void get_unknownThings_are404WithAReason() throws Exception {
    for (String path :
        List.of(
            "/crates-io/3/b/bar",
            "/crates-io/crate/foo/9.9.9/download",
            "/crates-io/crate/foo/1.0.0/" + "a".repeat(64) + ".crate",
            "/crates-io/se/rd/evil",
            "/nothing")) {
      HttpResponse<byte[]> answer = get(path, HttpClient.Version.HTTP_1_1);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(text(answer)).isNotBlank();
    }
  }

  @Test
  void put_anything_isRefusedAtOnce() throws Exception {
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("crate");
    HttpResponse<byte[]> publish = send(request("/crates-io/api/v1/crates/new").PUT(body));
    assertThat(publish.statusCode()).isEqualTo(403);
    assertThat(text(publish)).startsWith("{\"errors\":[{\"detail\":").contains("read-only");
    assertThat(send(request("/crates-io/3/f/foo").PUT(body)).statusCode()).isEqualTo(405);
  }

  @Test
  void get_invalidHost_is400() throws Exception {
    assertThat(raw("GET /crates-io/config.json HTTP/1.1\r\nHost: a{b\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void get_twoHosts_is400() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void upgrade_settingsOfOldLibcurl_isAnsweredOnHttp1() throws Exception {
    String head =
        "GET /crates-io/config.json HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade,"
            + " HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: ";
    assertThat(raw(head + "AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(raw(head + "AAMAAABkAAQAAQAAAAIAAAAA\r\n\r\n")).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void get_manyAtOnceOverOneConnection_allComplete() throws Exception {
    try (HttpClient one = client(HttpClient.Version.HTTP_2);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      one.send(request("/").build(), BodyHandlers.discarding());
      List<Future<byte[]>> all =
          java.util.stream.IntStream.range(0, 60)
              .mapToObj(i -> List.of(small, medium, large).get(i % 3))
              .map(crate ->
                  threads.submit(() ->
                      one.send(request(cratePath(crate)).build(), BodyHandlers.ofByteArray())
                          .body()))
              .toList();
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get()).isEqualTo(List.of(small, medium, large).get(i % 3).file());
      }
    }
  }

  private static String cratePath(TestCrate crate) {
    return "/crates-io/crate/%s/%s/%s.crate"
        .formatted(crate.name(), crate.version(), crate.checksum());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(LIMIT);
  }

  private static HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).build();
  }

  private HttpResponse<byte[]> get(String path, HttpClient.Version version) throws Exception {
    try (HttpClient client = client(version)) {
      return client.send(request(path).build(), BodyHandlers.ofByteArray());
    }
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
          .readLine();
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String tag(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("etag").orElseThrow();
  }

  private static String cacheStatus(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("x-cache").orElseThrow();
  }
}
