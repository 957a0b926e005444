package dev.cratehold.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.registry.ApiLookup;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.Validators;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.upstream.UpstreamException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamApiTest {
  private static final CrateName FOO = new CrateName("foo");
  private static final ApiLookup CRATE = new ApiLookup.Crate(FOO);
  private static final String API = "/api/v1/.*";
  private static final Duration HOUR = Duration.ofHours(1);

  private final FakeRegistry registry =
      FakeRegistry.start().publish(CrateBuilder.crate("foo", "1.0.0+a").build());
  private Upstream upstream;

  @BeforeEach
  void open() throws IOException {
    upstream = with(new Pace(Duration.ofNanos(1)));
  }

  private Upstream with(Pace pace) throws IOException {
    return new Upstream(List.of(registry.sparseUrl()), Upstreams.options(), new FakeClock(), pace);
  }

  @AfterEach
  void close() {
    upstream.close();
    registry.close();
  }

  private String found(ApiLookup lookup) throws Exception {
    return new String(((ApiAnswer.Found) upstream.api(lookup)).json(), UTF_8);
  }

  private UpstreamException failure() {
    return catchThrowableOfType(UpstreamException.class, () -> upstream.api(CRATE));
  }

  @Test
  void api_search_isAskedForAsItIs() throws Exception {
    assertThat(found(new ApiLookup.Search("foo", 10, 1))).contains("\"name\":\"foo\"");

    assertThat(registry.log().matching(API))
        .singleElement()
        .satisfies(request -> {
          assertThat(request.path()).isEqualTo("/api/v1/crates?q=foo&per_page=10");
          assertThat(request.header("accept")).hasValue("application/json");
          assertThat(request.header("user-agent").orElseThrow()).startsWith("cratehold/1.2.3");
          assertThat(request.headers()).doesNotContainKeys("authorization", "cookie");
        });
  }

  @Test
  void api_otherLookups_areFound() throws Exception {
    assertThat(found(CRATE)).contains("foo");
    assertThat(found(new ApiLookup.Version(FOO, new CrateVersion("1.0.0+a")))).contains("1.0.0+a");
    assertThat(found(new ApiLookup.Owners(FOO))).contains("users");
  }

  @Test
  void api_compressed_isDecoded() throws Exception {
    registry.when(API).then(Fault.gzip());

    assertThat(found(CRATE)).contains("foo");
  }

  @Test
  void api_unknownCrate_isAbsent() throws Exception {
    assertThat(upstream.api(new ApiLookup.Crate(new CrateName("bar"))))
        .isInstanceOf(ApiAnswer.Absent.class);
  }

  @Test
  void api_configNamesNone_isNoWebApi() throws Exception {
    try (FakeRegistry without = FakeRegistry.builder().withoutWebApi().start();
        Upstream other = Upstreams.of(without)) {
      assertThat(other.api(CRATE)).isInstanceOf(ApiAnswer.NoWebApi.class);
      assertThat(without.log().matching(API)).isEmpty();
    }
  }

  @Test
  void api_searchIsNotThere_isNoWebApi() throws Exception {
    registry.when(API).then(Fault.status(404));

    assertThat(upstream.api(new ApiLookup.Search("foo", 10, 1)))
        .isInstanceOf(ApiAnswer.NoWebApi.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a url", "file:///etc", "http://", "//h.example"})
  void api_configNamesNoUrl_isMalformed(String api) {
    byte[] config = "{\"dl\":\"http://h.example/\",\"api\":\"%s\"}".formatted(api).getBytes(UTF_8);
    registry.when("/index/config.json").then(Fault.body(config));

    UpstreamException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure).hasMessageStartingWith("cannot fetch what the web API says of foo from ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "text/plain", "application/octet-stream", ""})
  void api_anythingButJson_isMalformed(String type) {
    registry.when(API).then(Fault.header("content-type", type));

    UpstreamException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure).hasMessageContaining("its content type is " + type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json; charset=utf-8", "Application/Vnd.API+JSON"})
  void api_jsonByAnotherName_isFound(String type) throws Exception {
    registry.when(API).then(Fault.header("content-type", type));

    assertThat(found(CRATE)).contains("foo");
  }

  @Test
  void api_largerThanFourMegabytes_isMalformed() throws Exception {
    registry.when(API).then(Fault.header("content-type", "application/json"));
    registry.when(API).times(1).then(Fault.body(new byte[4 << 20]));
    assertThat(upstream.api(CRATE)).isInstanceOf(ApiAnswer.Found.class);

    registry.when(API).then(Fault.body(new byte[(4 << 20) + 1]));

    assertThat(failure()).hasMessageContaining("it is larger than 4194304 bytes");
  }

  @Test
  void api_refused_failsWithItsStatus() {
    registry.when(API).then(Fault.status(403));

    UpstreamException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.STATUS);
    assertThat(failure.status()).hasValue(403);
  }

  @Test
  void api_noPlaceWithinTheLimit_failsWithoutBeingAsked() throws Exception {
    upstream.close();
    upstream = with(new Pace(HOUR));
    upstream.api(CRATE);

    UpstreamException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure).hasMessageContaining("its turn did not come within 10 s");
    assertThat(registry.log().matching(API)).hasSize(1);
  }

  @Test
  void api_placeLaterInTheRow_isWaitedFor() throws Exception {
    upstream.close();
    Duration apart = Duration.ofMillis(200);
    upstream = with(new Pace(apart));
    long begin = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      upstream.api(CRATE);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(apart.multipliedBy(2));
  }

  @Test
  void api_retried_keepsItsPace() throws Exception {
    upstream.close();
    upstream = with(new Pace(HOUR));
    registry.when(API).times(1).then(Fault.status(500));

    assertThat(failure().kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(registry.log().matching(API)).hasSize(1);
  }

  /// The web API of one source with a limit that a test can wait for.
  private UpstreamException failureWithin(Source source) {
    return catchThrowableOfType(
        UpstreamException.class, () -> source.api(CRATE, Deadline.in(Duration.ofMillis(300))));
  }

  private Source source(Transport transport, Counters counters) {
    FakeClock clock = new FakeClock();
    Retries retries = new Retries(Duration.ofMillis(1), counters);
    Requests requests = new Requests(transport, retries, counters, clock);
    return new Source(
        registry.sparseUrl(),
        new SparseIndex(registry.sparseUrl(), requests, clock),
        requests,
        new Pace(Duration.ofNanos(1)),
        clock);
  }

  @Test
  void api_notAnsweredWithinItsLimit_timesOutAndIsNotHeldAgainstTheServer() throws Exception {
    Counters counters = new Counters();
    try (Transport transport =
        new Transport(Upstreams.options(), Upstreams.LONG, new FakeClock(), counters)) {
      Source source = source(transport, counters);
      source.config(Deadline.NONE);
      registry.when(API).then(Fault.hang());

      for (int i = 0; i <= CircuitBreaker.FAILURES; i++) {
        assertThat(failureWithin(source).kind()).isEqualTo(Kind.TIMED_OUT);
      }

      assertThat(source.index(FOO, Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
    }
  }

  @Test
  void api_bodyStopsComing_timesOutWithinItsLimit() throws Exception {
    Counters counters = new Counters();
    try (Transport transport =
        new Transport(Upstreams.options(), Upstreams.LONG, new FakeClock(), counters)) {
      Source source = source(transport, counters);
      registry.when(API).then(Fault.stallAfter(0.5));

      assertThat(failureWithin(source)).hasMessageContaining("nothing more came for ");
    }
  }

  @Test
  void api_configBeingFetchedByAnother_timesOutWithinItsLimit() throws Exception {
    Counters counters = new Counters();
    try (Transport transport =
        new Transport(Upstreams.options(), Upstreams.LONG, new FakeClock(), counters)) {
      Source source = source(transport, counters);
      var hang = registry.when("/index/config.json").then(Fault.hang());
      FutureTask<?> fetching = new FutureTask<>(() -> source.config(Deadline.NONE));
      Thread.ofVirtual().start(fetching);
      registry.log().await("/index/config.json", 1, Upstreams.LONG);

      assertThat(failureWithin(source).kind()).isEqualTo(Kind.TIMED_OUT);
      hang.release();
      fetching.get(20, TimeUnit.SECONDS);
    }
  }
}
