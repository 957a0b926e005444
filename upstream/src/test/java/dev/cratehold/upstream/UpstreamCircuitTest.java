package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.Hook;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.UpstreamException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamCircuitTest {
  private static final CrateName FOO = new CrateName("foo");
  private static final TestCrate CRATE =
      CrateBuilder.crate("foo", "1.0.0").payload(100_000, 1).build();
  private static final String INDEX = "/index/3/f/foo";
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final FakeClock clock = new FakeClock();
  private final FakeRegistry registry =
      FakeRegistry.builder().downloadsOnOtherPort().start().publish(CRATE);
  private Upstream upstream;

  @BeforeEach
  void open() throws IOException {
    upstream = new Upstream(registry.sparseUrl(), Upstreams.options(), clock);
  }

  @AfterEach
  void close() {
    upstream.close();
    registry.close();
  }

  private UpstreamException failedIndex() {
    return catchThrowableOfType(
        UpstreamException.class, () -> upstream.index(FOO, Validators.NONE));
  }

  private UpstreamException failedDownload() {
    return catchThrowableOfType(
        UpstreamException.class,
        () -> upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum()));
  }

  private void failFiveTimes() {
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      UpstreamException failure = failedIndex();
      assertThat(failure.status()).hasValue(500);
      assertThat(failure.isRepeated()).isFalse();
    }
  }

  private SourceStatus status() {
    return upstream.status().getFirst();
  }

  @Test
  void index_afterFiveFailures_failsAtOnceAndQuotesTheLastOne() {
    registry.when(INDEX).then(Fault.status(500));
    failFiveTimes();
    registry.log().clear();

    UpstreamException refusal = failedIndex();

    assertThat(refusal.isRepeated()).isTrue();
    assertThat(registry.log().all()).isEmpty();
    assertThat(refusal.kind()).isEqualTo(Kind.STATUS);
    assertThat(refusal.status()).hasValue(500);
    assertThat(refusal.retryAfter().orElseThrow())
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(refusal)
        .hasMessageContaining("its server is left alone for ")
        .hasMessageContaining("it answered with status 500 (fault 500)");
    assertThat(upstream.statistics().refused()).isEqualTo(1);
    assertThat(upstream.statistics().retries()).as("none after the refusal").isEqualTo(10);
    assertThat(upstream.statistics().failures()).containsEntry(Kind.STATUS, 5L);
  }

  @Test
  void index_healedBehindAnOpenCircuit_isAnsweredAfterThePause() throws Exception {
    Hook fault = registry.when(INDEX).then(Fault.status(500));
    failFiveTimes();
    fault.close();
    assertThat(failedIndex()).isNotNull();

    clock.advance(PAUSE);

    assertThat(status().circuit()).isEqualTo(Circuit.HALF_OPEN);
    assertThat(upstream.index(FOO, Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
    assertThat(status().circuit()).isEqualTo(Circuit.CLOSED);
  }

  @Test
  void index_whileAProbeIsUnderWay_failsAtOnce() throws Exception {
    Hook fault = registry.when(INDEX).then(Fault.status(500));
    failFiveTimes();
    fault.close();
    Hook hang = registry.when(INDEX).times(1).then(Fault.hang());
    clock.advance(PAUSE);
    registry.log().clear();
    FutureTask<IndexAnswer> probe = new FutureTask<>(() -> upstream.index(FOO, Validators.NONE));
    Thread.ofVirtual().start(probe);
    registry.log().await(INDEX, 1, Upstreams.LONG);

    UpstreamException refusal = failedIndex();

    assertThat(refusal.retryAfter()).hasValue(Duration.ofSeconds(1));
    assertThat(registry.log().matching(INDEX)).hasSize(1);
    hang.release();
    assertThat(probe.get(20, TimeUnit.SECONDS)).isInstanceOf(IndexAnswer.Changed.class);
    assertThat(upstream.index(FOO, Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
  }

  @Test
  void index_probeInterrupted_leavesRoomForTheNext() throws Exception {
    Hook fault = registry.when(INDEX).then(Fault.status(500));
    failFiveTimes();
    fault.close();
    Hook hang = registry.when(INDEX).times(1).then(Fault.hang());
    clock.advance(PAUSE);
    registry.log().clear();
    FutureTask<IndexAnswer> probe = new FutureTask<>(() -> upstream.index(FOO, Validators.NONE));
    Thread prober = Thread.ofVirtual().start(probe);
    registry.log().await(INDEX, 1, Upstreams.LONG);
    prober.interrupt();
    prober.join();

    assertThat(upstream.index(FOO, Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
    hang.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 407})
  void index_statusThatIsAnAnswer_neverOpensTheCircuit(int status) throws Exception {
    Hook fault = registry.when(INDEX).then(Fault.status(status));
    for (int i = 0; i < 2 * CircuitBreaker.FAILURES; i++) {
      var _ =
          catchThrowableOfType(UpstreamException.class, () -> upstream.index(FOO, Validators.NONE));
    }
    fault.close();

    assertThat(status().circuit()).isEqualTo(Circuit.CLOSED);
  }

  @Test
  void index_webPages_neverOpenTheCircuit() {
    registry.when(INDEX).then(Fault.html());
    for (int i = 0; i < 2 * CircuitBreaker.FAILURES; i++) {
      assertThat(failedIndex().kind()).isEqualTo(Kind.MALFORMED);
    }

    assertThat(status().circuit()).isEqualTo(Circuit.CLOSED);
  }

  @Test
  void download_filesMissing_neverOpenTheCircuit() {
    registry.when("/dl/.*").then(Fault.status(404));
    for (int i = 0; i < 2 * CircuitBreaker.FAILURES; i++) {
      assertThat(failedDownload().kind()).isEqualTo(Kind.INCONSISTENT);
    }

    assertThat(status().circuit()).isEqualTo(Circuit.CLOSED);
    assertThat(status().lastFailure()).as("what concerns one version alone").isEmpty();
  }

  @Test
  void index_downloadHostDown_isStillAnswered() throws Exception {
    registry.when("/dl/.*").then(Fault.reset());
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      assertThat(failedDownload().kind()).isEqualTo(Kind.UNREACHABLE);
    }

    assertThat(upstream.index(FOO, Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
    assertThat(failedDownload()).hasMessageContaining("is left alone for ");
    assertThat(status().circuit()).as("the worse one").isEqualTo(Circuit.OPEN);
  }

  @Test
  void download_redirectedToAServerThatIsDown_countsAgainstThatOneAlone() throws Exception {
    try (FakeRegistry redirecting =
            FakeRegistry.builder().downloadRedirects(1).start().publish(CRATE);
        Upstream other = new Upstream(redirecting.sparseUrl(), Upstreams.options(), clock)) {
      redirecting.when("/hop/1/.*").then(Fault.status(500));
      for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
        var _ =
            catchThrowableOfType(
                UpstreamException.class,
                () -> other.download(CRATE.name(), CRATE.version(), CRATE.checksum()));
      }
      redirecting.log().clear();

      UpstreamException refusal =
          catchThrowableOfType(
              UpstreamException.class,
              () -> other.download(CRATE.name(), CRATE.version(), CRATE.checksum()));

      assertThat(refusal).hasMessageContaining("is left alone for ");
      assertThat(refusal.uri()).hasPort(redirecting.otherPort());
      assertThat(redirecting.log().matching("/hop/1/.*")).isEmpty();
      assertThat(other.index(FOO, Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
    }
  }

  @Test
  void download_redirectedToAServerThatIsDown_clearsTheOneThatRedirected() throws Exception {
    try (FakeRegistry redirecting =
            FakeRegistry.builder().downloadRedirects(1).start().publish(CRATE);
        Upstream other = new Upstream(redirecting.sparseUrl(), Upstreams.options(), clock)) {
      other.config();
      redirecting.when(INDEX).then(Fault.status(500));
      redirecting.when("/hop/1/.*").then(Fault.status(500));
      for (int i = 1; i < CircuitBreaker.FAILURES; i++) {
        var _ =
            catchThrowableOfType(UpstreamException.class, () -> other.index(FOO, Validators.NONE));
      }
      var _ =
          catchThrowableOfType(
              UpstreamException.class,
              () -> other.download(CRATE.name(), CRATE.version(), CRATE.checksum()));
      var _ =
          catchThrowableOfType(UpstreamException.class, () -> other.index(FOO, Validators.NONE));

      assertThat(other.status().getFirst().circuit()).isEqualTo(Circuit.CLOSED);
    }
  }

  @Test
  void index_askedToWaitForLong_isLeftAloneForThatLong() {
    registry.when(INDEX).then(Fault.retryAfter(503, 40));
    assertThat(failedIndex().retryAfter()).hasValue(Duration.ofSeconds(40));
    registry.log().clear();
    clock.advance(Duration.ofSeconds(10));

    UpstreamException refusal = failedIndex();

    assertThat(refusal.retryAfter()).hasValue(Duration.ofSeconds(30));
    assertThat(registry.log().all()).isEmpty();
  }

  @Test
  void status_afterAFailure_saysWhatAndWhen() throws Exception {
    Hook fault = registry.when(INDEX).then(Fault.status(500));
    assertThat(status().lastFailure()).isEmpty();
    UpstreamException failure = failedIndex();
    var failedAt = clock.instant();
    fault.close();
    clock.advance(PAUSE);
    upstream.index(FOO, Validators.NONE);

    assertThat(status())
        .isEqualTo(
            new SourceStatus(
                registry.sparseUrl(),
                Circuit.CLOSED,
                Optional.ofNullable(failure.getMessage()),
                Optional.of(failedAt)));
  }

  @Test
  void statistics_bodyStillComing_isInFlightUntilClosed() throws Exception {
    registry.when("/dl/.*").then(Fault.stallAfter(0.5));
    Download download = upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum());

    assertThat(upstream.statistics().inFlight()).isEqualTo(1);
    download.close();
    assertThat(upstream.statistics().inFlight()).isZero();
  }

  @Test
  void statistics_countWhatWasAsked() throws Exception {
    registry.when(INDEX).times(1).then(Fault.status(500));
    upstream.index(FOO, Validators.NONE);
    long indexBytes = upstream.statistics().bytesReceived();
    try (Download download = upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum())) {
      download.body().readAllBytes();
    }

    UpstreamStatistics statistics = upstream.statistics();

    assertThat(statistics.requests()).as("index twice, config.json, file").isEqualTo(4);
    assertThat(statistics.retries()).isEqualTo(1);
    assertThat(statistics.inFlight()).isZero();
    assertThat(indexBytes).isGreaterThan(CRATE.indexLine().length());
    assertThat(statistics.bytesReceived()).isGreaterThan(indexBytes + CRATE.size());
    assertThat(statistics.failures())
        .isEqualTo(
            Map.of(
                Kind.UNREACHABLE, 0L,
                Kind.TIMED_OUT, 0L,
                Kind.TLS, 0L,
                Kind.STATUS, 0L,
                Kind.MALFORMED, 0L,
                Kind.INCONSISTENT, 0L));
  }
}
