package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.SparseUrl;
import dev.cratehold.registry.Validators;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.IndexValidators;
import dev.cratehold.testing.RecordedRequest;
import dev.cratehold.testing.TestCrate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamIndexTest {
  private static final CrateName FOO = new CrateName("foo");
  private static final TestCrate CRATE = CrateBuilder.crate("foo", "1.0.0").build();
  private static final String PATH = "/index/3/f/foo";

  private final FakeRegistry registry = FakeRegistry.start().publish(CRATE);

  @AfterEach
  void stop() {
    registry.close();
  }

  private IndexAnswer ask(Validators known) throws Exception {
    try (Upstream upstream = Upstreams.of(registry)) {
      return upstream.index(FOO, known);
    }
  }

  private IndexAnswer.Changed changed() throws Exception {
    return (IndexAnswer.Changed) ask(Validators.NONE);
  }

  private UpstreamException failure() throws Exception {
    try (Upstream upstream = Upstreams.of(registry)) {
      return failure(upstream);
    }
  }

  private static UpstreamException failure(Upstream upstream) {
    return catchThrowableOfType(
        UpstreamException.class, () -> upstream.index(FOO, Validators.NONE));
  }

  @Test
  void index_present_isRelayedByteForByte() throws Exception {
    byte[] odd =
        ("\r\n"
                + CRATE.indexLine().replace("{\"", "{ \"x\":[1], \"")
                + "\r\n\n"
                + CRATE.indexLine())
            .getBytes(StandardCharsets.UTF_8);
    registry.putIndexFile("foo", odd);

    IndexAnswer.Changed answer = changed();

    assertThat(answer.body()).isEqualTo(odd);
    assertThat(answer.file().lists(CRATE.version(), CRATE.checksum())).isTrue();
    assertThat(answer.validators().etag()).isPresent();
  }

  @Test
  void index_gzip_isDecoded() throws Exception {
    try (FakeRegistry compressing = FakeRegistry.builder().gzipIndex().start().publish(CRATE);
        Upstream upstream = Upstreams.of(compressing)) {
      IndexAnswer answer = upstream.index(FOO, Validators.NONE);

      assertThat(answer).isInstanceOf(IndexAnswer.Changed.class);
      assertThat(((IndexAnswer.Changed) answer).file().entries()).hasSize(1);
    }
  }

  @Test
  void index_request_namesProductVersionAndContact() throws Exception {
    ask(Validators.NONE);

    RecordedRequest request = registry.log().matching(PATH).getFirst();
    assertThat(request.header("user-agent"))
        .hasValue("cratehold/1.2.3 (+https://github.com/cratehold/cratehold)");
    assertThat(request.protocol()).isEqualTo("HTTP/1.1");
    assertThat(request.header("upgrade")).isEmpty();
    assertThat(request.header("authorization")).isEmpty();
  }

  @Test
  void index_sameEtag_isUnchanged() throws Exception {
    Validators known = changed().validators();

    assertThat(ask(known)).isEqualTo(new IndexAnswer.Unchanged(known));
    assertThat(registry.log().all().getLast().header("if-none-match")).isEqualTo(known.etag());
  }

  @Test
  void index_sameDate_isUnchanged() throws Exception {
    try (FakeRegistry dated =
            FakeRegistry.builder()
                .validators(IndexValidators.LAST_MODIFIED)
                .start()
                .publish(CRATE);
        Upstream upstream = Upstreams.of(dated)) {
      Validators known = ((IndexAnswer.Changed) upstream.index(FOO, Validators.NONE)).validators();

      assertThat(known.lastModified()).isPresent();
      assertThat(upstream.index(FOO, known)).isEqualTo(new IndexAnswer.Unchanged(known));
    }
  }

  @Test
  void index_otherEtag_isChanged() throws Exception {
    Validators known = changed().validators();
    registry.yank("foo", "1.0.0");

    assertThat(ask(known)).isInstanceOf(IndexAnswer.Changed.class);
  }

  @Test
  void index_304WithoutCondition_isMalformed() throws Exception {
    registry.when(PATH).then(Fault.status(304));

    assertThat(failure().kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
  }

  @Test
  void index_unknownCrate_isAbsent() throws Exception {
    try (Upstream upstream = Upstreams.of(registry)) {
      assertThat(upstream.index(new CrateName("nothing"), Validators.NONE))
          .isEqualTo(new IndexAnswer.Absent());
    }
    assertThat(registry.log().all()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 451})
  void index_goneOrForbiddenByLaw_isAbsent(int status) throws Exception {
    registry.when(PATH).then(Fault.status(status));

    assertThat(ask(Validators.NONE)).isEqualTo(new IndexAnswer.Absent());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 429})
  void index_troubleTwice_isRetried(int status) throws Exception {
    registry.when(PATH).times(2).then(Fault.status(status));

    assertThat(ask(Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
  }

  @Test
  void index_troubleForLong_failsAfterThreeAttempts() throws Exception {
    registry.when(PATH).then(Fault.status(503));

    UpstreamException failure = failure();

    assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.STATUS);
    assertThat(failure.status()).hasValue(503);
    assertThat(failure)
        .hasMessage(
            "cannot fetch the index file of foo from %s: it answered with status 503 (fault 503);"
                + " it has a problem of its own: try again later (tried 3 times)",
            registry.indexUrl().resolve("3/f/foo"));
    assertThat(registry.log().count(PATH)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 204})
  void index_refused_failsAtOnce(int status) throws Exception {
    registry.when(PATH).then(Fault.status(status));

    assertThat(failure().status()).hasValue(status);
    assertThat(registry.log().count(PATH)).isEqualTo(1);
  }

  @Test
  void index_askedToWaitShortly_isRetried() throws Exception {
    registry.when(PATH).times(1).then(Fault.retryAfter(429, 0));

    assertThat(ask(Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
  }

  @Test
  void index_askedToWaitLong_failsAtOnceAndSaysHowLong() throws Exception {
    registry.when(PATH).then(Fault.retryAfter(503, 60));

    assertThat(failure().retryAfter()).hasValue(Duration.ofSeconds(60));
    assertThat(registry.log().count(PATH)).isEqualTo(1);
  }

  @Test
  void index_resetOnce_isRetried() throws Exception {
    registry.when(PATH).times(1).then(Fault.reset());

    assertThat(ask(Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
  }

  @Test
  void index_truncatedOnce_isRetried() throws Exception {
    registry.when(PATH).times(1).then(Fault.truncateAfter(0.5));

    assertThat(ask(Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
  }

  @Test
  void index_webPage_isMalformed() throws Exception {
    registry.when(PATH).then(Fault.html());

    UpstreamException failure = failure();

    assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
    assertThat(failure).hasMessageContaining("a web page came instead");
  }

  @Test
  void index_empty_isMalformed() throws Exception {
    registry.when(PATH).then(Fault.empty());

    assertThat(failure().kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
  }

  @Test
  void index_ofAnotherCrate_isMalformed() throws Exception {
    registry.putIndexFile(
        "foo", CRATE.indexLine().replace("foo", "bar").getBytes(StandardCharsets.UTF_8));

    UpstreamException failure = failure();

    assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
    assertThat(failure).hasMessageContaining("it names another crate");
  }

  @Test
  void index_damagedGzip_isMalformed() throws Exception {
    registry.when(PATH).then(Fault.header("content-encoding", "gzip"));

    assertThat(failure().kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
  }

  @Test
  void index_noAnswer_timesOut() throws Exception {
    registry.when(PATH).then(Fault.hang());

    try (Upstream upstream = Upstreams.impatient(registry, Duration.ofMillis(200))) {
      UpstreamException failure = failure(upstream);

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.TIMED_OUT);
      assertThat(failure).hasMessageContaining("no answer came within 200 ms");
    }
    assertThat(registry.log().count(PATH)).isEqualTo(1);
  }

  @Test
  void index_stalledBody_timesOut() throws Exception {
    registry.when(PATH).then(Fault.stallAfter(0.5));

    try (Upstream upstream = Upstreams.impatient(registry, Duration.ofMillis(200))) {
      UpstreamException failure = failure(upstream);

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.TIMED_OUT);
      assertThat(failure).hasMessageContaining("nothing more came for 200 ms");
    }
  }

  @Test
  void index_serverGone_isUnreachable() throws Exception {
    registry.stop();

    UpstreamException failure = failure();

    assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("the connection was refused; check the network");
  }

  @Test
  void index_unknownHost_saysSo() throws Exception {
    SparseUrl url = SparseUrl.parse("sparse+http://nowhere.invalid/");
    try (Upstream upstream = new Upstream(url, Upstreams.options())) {
      UpstreamException failure = failure(upstream);

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.UNREACHABLE);
      assertThat(failure).hasMessageContaining("the host name nowhere.invalid is not known");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void index_redirected_isFollowed(int status) throws Exception {
    registry.when(PATH).times(1).then(Fault.redirect(status, "foo"));

    assertThat(ask(Validators.NONE)).isInstanceOf(IndexAnswer.Changed.class);
    assertThat(registry.log().count(PATH)).isEqualTo(2);
  }

  @Test
  void index_redirectWithPassword_isNotFollowedAndNotRepeated() throws Exception {
    registry.when(PATH).then(Fault.redirect(302, "http://me:secret@127.0.0.1/x?token=secret"));

    UpstreamException failure = failure();

    assertThat(failure).hasMessageContaining("its redirect to http://127.0.0.1/x is not followed");
    assertThat(failure.toString()).doesNotContain("secret");
  }

  @Test
  void index_redirectToFile_isNotFollowed() throws Exception {
    registry.when(PATH).then(Fault.redirect(302, "file:///etc/passwd"));

    assertThat(failure().kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
  }

  @Test
  void close_whileAsking_failsTheRequest() throws Exception {
    registry.when(PATH).then(Fault.hang());
    Upstream upstream = Upstreams.of(registry);
    FutureTask<UpstreamException> asking = new FutureTask<>(() -> failure(upstream));
    Thread.ofVirtual().start(asking);
    registry.log().await(PATH, 1, Upstreams.LONG);

    upstream.close();

    assertThat(asking.get(20, TimeUnit.SECONDS)).isInstanceOf(UpstreamException.class);
  }
}
