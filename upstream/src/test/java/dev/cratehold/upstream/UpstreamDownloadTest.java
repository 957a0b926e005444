package dev.cratehold.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FakeRegistryBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamDownloadTest {
  private static final TestCrate CRATE =
      CrateBuilder.crate("Foo_Bar", "1.0.0+meta.1").payload(500_000, 1).build();
  private static final String DL = "/dl/.*";

  private final FakeRegistry registry = FakeRegistry.start().publish(CRATE);

  @AfterEach
  void stop() {
    registry.close();
  }

  private static Download start(Upstream upstream) throws IOException, InterruptedException {
    return upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum());
  }

  private static byte[] fetch(FakeRegistry from) throws IOException, InterruptedException {
    try (Upstream upstream = Upstreams.of(from);
        Download download = start(upstream)) {
      return download.body().readAllBytes();
    }
  }

  private static byte[] fetch(FakeRegistryBuilder registry)
      throws IOException, InterruptedException {
    try (FakeRegistry started = registry.start().publish(CRATE)) {
      return fetch(started);
    }
  }

  private UpstreamException failedFetch() {
    return catchThrowableOfType(UpstreamException.class, () -> fetch(registry));
  }

  @Test
  void download_classicUrl_givesBytesAndLength() throws Exception {
    try (Upstream upstream = Upstreams.of(registry);
        Download download = start(upstream)) {
      assertThat(download.length()).hasValue(CRATE.size());
      assertThat(download.body().readAllBytes()).isEqualTo(CRATE.file());
    }
    assertThat(registry.log().count("/dl/Foo_Bar/1.0.0+meta.1/download")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/{crate}/{crate}-{version}.crate",
        "/files/{prefix}/{crate}/{version}",
        "/files/{lowerprefix}/{crate}/{version}",
        "/files/{crate}/{version}/{sha256-checksum}"
      })
  void download_template_isExpanded(String template) throws Exception {
    assertThat(fetch(FakeRegistry.builder().downloads(template))).isEqualTo(CRATE.file());
  }

  @Test
  void download_onOtherHost_isFetchedThere() throws Exception {
    assertThat(fetch(FakeRegistry.builder().downloadsOnOtherHostName())).isEqualTo(CRATE.file());
  }

  @Test
  void download_redirected_isFollowed() throws Exception {
    assertThat(fetch(FakeRegistry.builder().downloadRedirects(3))).isEqualTo(CRATE.file());
  }

  @Test
  void download_redirectedForEver_fails() throws Exception {
    registry.when(DL).then(Fault.redirect(302, "download"));

    assertThat(failedFetch()).hasMessageContaining("it redirects more than 5 times");
  }

  @Test
  void download_mislabelledAsCompressed_staysAsItIs() throws Exception {
    registry.when(DL).then(Fault.header("content-encoding", "gzip"));

    assertThat(fetch(registry)).isEqualTo(CRATE.file());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410})
  void download_listedButNotThere_isInconsistentAndNotAskedForAgain(int status) {
    try (FakeRegistry split =
        FakeRegistry.builder().downloadsOnOtherHostName().start().publish(CRATE)) {
      split.when(DL).then(Fault.status(status));

      UpstreamException failure = catchThrowableOfType(UpstreamException.class, () -> fetch(split));

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.INCONSISTENT);
      assertThat(failure.status()).hasValue(status);
      assertThat(failure)
          .hasMessageStartingWith("cannot fetch Foo_Bar 1.0.0+meta.1 from http://localhost:")
          .hasMessageContaining(
              "the index at 127.0.0.1 lists it, but localhost, where it is downloaded from,"
                  + " answered with status "
                  + status)
          .hasMessageEndingWith("use another one, and tell whoever runs the registry");
      assertThat(split.log().matching(DL)).hasSize(1);
    }
  }

  @Test
  void download_dlThatMakesNoUrl_isMalformed() throws Exception {
    byte[] config = "{\"dl\":\"http://{crate}.example.org/{version}\"}".getBytes(UTF_8);
    registry.when("/index/config.json").then(Fault.body(config));

    assertThat(failedFetch().kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
  }

  @Test
  void download_troubleTwice_isRetried() throws Exception {
    registry.when(DL).times(1).then(Fault.status(500));
    registry.when(DL).after(1).times(1).then(Fault.reset());

    assertThat(fetch(registry)).isEqualTo(CRATE.file());
  }

  /// A reset that overtakes the head of the answer is retried; one within the body is not.
  @Test
  void body_reset_failsAsUnreachable() throws Exception {
    registry.when(DL).then(Fault.resetAfter(0.5));

    try (Upstream upstream = Upstreams.of(registry);
        Download download = start(upstream)) {
      int begun = registry.log().matching(DL).size();
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> download.body().readAllBytes());

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.UNREACHABLE);
      assertThat(failure).hasMessageContaining("the connection broke after");
      assertThat(registry.log().matching(DL)).hasSize(begun);
    }
  }

  @Test
  void body_truncated_failsAsUnreachable() {
    registry.when(DL).then(Fault.truncateAfter(0.5));

    assertThat(failedFetch().kind()).isEqualTo(UpstreamException.Kind.UNREACHABLE);
  }

  @Test
  void body_stalled_timesOutAndEndsTheExchange() throws Exception {
    registry.when(DL).then(Fault.stallAfter(0.5));

    try (Upstream upstream = Upstreams.impatient(registry, Duration.ofMillis(200));
        Download download = start(upstream)) {
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> download.body().readAllBytes());

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.TIMED_OUT);
      assertThat(failure).hasMessageContaining("nothing more came for 200 ms");
    }
  }

  @Test
  void body_afterFailure_failsAgain() throws Exception {
    registry.when(DL).then(Fault.resetAfter(0.5));

    try (Upstream upstream = Upstreams.of(registry);
        Download download = start(upstream)) {
      assertThatExceptionOfType(UpstreamException.class)
          .isThrownBy(() -> download.body().readAllBytes());

      assertThat(catchThrowableOfType(UpstreamException.class, () -> download.body().read()))
          .hasMessageContaining("the connection broke after");
    }
  }

  @Test
  void body_slow_arrivesWhole() throws Exception {
    registry.when(DL).then(Fault.bandwidth(2_000_000));

    assertThat(fetch(registry)).isEqualTo(CRATE.file());
  }

  @Test
  void body_readerInterrupted_failsAndStaysInterrupted() throws Exception {
    registry.when(DL).then(Fault.stallAfter(0));
    try (Upstream upstream = Upstreams.of(registry);
        Download download = start(upstream)) {
      FutureTask<Boolean> reading =
          new FutureTask<>(() -> {
            assertThatExceptionOfType(InterruptedIOException.class)
                .isThrownBy(() -> download.body().read());
            return Thread.currentThread().isInterrupted();
          });
      Thread reader = Thread.ofVirtual().start(reading);
      reader.interrupt();

      assertThat(reading.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void close_beforeTheEnd_leavesTheUpstreamUsable() throws Exception {
    try (Upstream upstream = Upstreams.of(registry)) {
      for (int i = 0; i < 100; i++) {
        start(upstream).close(); // more often than there are turns
      }
      try (Download download = start(upstream)) {
        assertThat(download.body().readAllBytes()).isEqualTo(CRATE.file());
      }
    }
  }

  @Test
  void config_withinTheHour_isAskedForOnce() throws Exception {
    FakeClock clock = new FakeClock();
    try (Upstream upstream = new Upstream(registry.sparseUrl(), Upstreams.options(), clock)) {
      upstream.config();
      clock.advance(Duration.ofMinutes(59));
      upstream.config();
      assertThat(registry.log().count("/index/config.json")).isEqualTo(1);

      clock.advance(Duration.ofMinutes(2));
      upstream.config();
      assertThat(registry.log().count("/index/config.json")).isEqualTo(2);
    }
  }

  @Test
  void config_cannotBeRenewed_lastOneGoesOnForAMinute() throws Exception {
    FakeClock clock = new FakeClock();
    try (Upstream upstream = new Upstream(registry.sparseUrl(), Upstreams.options(), clock)) {
      var good = upstream.config();
      registry.when("/index/config.json").then(Fault.html());
      clock.advance(Duration.ofHours(2));

      assertThat(upstream.config()).isEqualTo(good);
      assertThat(upstream.config()).isEqualTo(good);
      assertThat(registry.log().count("/index/config.json")).isEqualTo(4);
    }
  }

  @Test
  void config_withoutDl_isMalformed() throws Exception {
    registry.when("/index/config.json").then(Fault.body(new byte[] {'{', '}'}));

    try (Upstream upstream = Upstreams.of(registry)) {
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> upstream.config());

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
      assertThat(failure).hasMessageContaining("no string \"dl\"");
    }
  }
}
