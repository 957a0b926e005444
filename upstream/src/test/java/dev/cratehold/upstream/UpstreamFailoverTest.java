package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.registry.ApiLookup;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.UpstreamException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UpstreamFailoverTest {
  private static final CrateName FOO = new CrateName("foo");
  private static final TestCrate CRATE =
      CrateBuilder.crate("foo", "1.0.0").payload(100_000, 1).build();
  private static final String DL = "/dl/.*";
  private static final String INDEX = "/index/3/f/foo";
  private static final Validators KNOWN =
      new Validators(Optional.of("\"known\""), Optional.empty());

  private final FakeRegistry first = FakeRegistry.start().publish(CRATE);
  private final FakeRegistry second = FakeRegistry.start().publish(CRATE);
  private Upstream upstream;

  @BeforeEach
  void open() throws IOException {
    upstream =
        new Upstream(
            List.of(first.sparseUrl(), second.sparseUrl()), Upstreams.options(), new FakeClock());
  }

  @AfterEach
  void close() {
    upstream.close();
    first.close();
    second.close();
  }

  private Download start() throws IOException, InterruptedException {
    return upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum());
  }

  private UpstreamException failedIndex() {
    return catchThrowableOfType(UpstreamException.class, () -> upstream.index(FOO, KNOWN));
  }

  @Test
  void urls_several_keepTheirOrder() {
    assertThat(upstream.urls()).containsExactly(first.sparseUrl(), second.sparseUrl());
  }

  @Test
  void open_withoutUrls_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Upstream(List.of(), Upstreams.options(), new FakeClock()));
  }

  @Test
  void index_firstAnswers_othersAreNotAsked() throws Exception {
    upstream.index(FOO, KNOWN);

    assertThat(first.log().matching(INDEX).getFirst().header("if-none-match"))
        .hasValue("\"known\"");
    assertThat(second.log().all()).isEmpty();
    assertThat(upstream.statistics().failovers()).isZero();
  }

  @Test
  void index_firstFails_comesFromTheNextWithoutValidators() throws Exception {
    first.stop();

    IndexAnswer answer = upstream.index(FOO, KNOWN);

    assertThat(answer)
        .isInstanceOfSatisfying(
            IndexAnswer.Changed.class,
            changed -> assertThat(changed.validators()).isEqualTo(Validators.NONE));
    assertThat(second.log().matching(INDEX).getFirst().headers())
        .doesNotContainKeys("if-none-match", "if-modified-since");
    assertThat(upstream.statistics().failovers()).isEqualTo(1);
  }

  @Test
  void index_firstSaysAbsent_isBelieved() throws Exception {
    first.remove("foo");

    assertThat(upstream.index(FOO, Validators.NONE)).isInstanceOf(IndexAnswer.Absent.class);
    assertThat(second.log().all()).isEmpty();
  }

  @Test
  void index_firstFailsAndNextSaysAbsent_failsAsTheFirst() {
    first.when(INDEX).then(Fault.status(500));
    second.remove("foo");

    UpstreamException failure = failedIndex();

    assertThat(failure.kind()).isEqualTo(Kind.STATUS);
    assertThat(failure.uri()).hasPort(first.port());
    assertThat(second.log().matching(INDEX)).hasSize(1);
  }

  @Test
  void index_allFail_failureIsTheFirstsAndNamesAll() {
    first.when(INDEX).then(Fault.html());
    second.when(INDEX).then(Fault.status(403));

    UpstreamException failure = failedIndex();

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure)
        .hasMessageContaining("from " + first.indexUrl() + "3/f/foo: a web page came instead")
        .hasMessageContaining(
            "; the next address failed too: cannot fetch the index file of foo from "
                + second.indexUrl()
                + "3/f/foo: it answered with status 403");
    assertThat(failure.getSuppressed()).hasSize(1);
  }

  @Test
  void download_firstGone_followsTheNextsOwnConfig() throws Exception {
    first.stop();

    try (Download download = start()) {
      assertThat(download.body().readAllBytes()).isEqualTo(CRATE.file());
    }
    assertThat(second.log().count("/index/config.json")).isEqualTo(1);
  }

  @Test
  void download_firstInconsistent_comesFromTheNext() throws Exception {
    first.when(DL).then(Fault.status(404));

    try (Download download = start()) {
      assertThat(download.body().readAllBytes()).isEqualTo(CRATE.file());
    }
  }

  @Test
  void download_bothInconsistent_isInconsistent() {
    first.when(DL).then(Fault.status(404));
    second.when(DL).then(Fault.status(500));

    assertThat(catchThrowableOfType(UpstreamException.class, this::start).kind())
        .isEqualTo(Kind.INCONSISTENT);
  }

  private Resumption afterABreak() throws Exception {
    try (Download download = start()) {
      return download.resumption(1000);
    }
  }

  private void isTheRest(Resumption from) throws Exception {
    try (Download rest = upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum(), from)) {
      assertThat(rest.offset()).isEqualTo(1000);
      assertThat(rest.body().readAllBytes())
          .isEqualTo(Arrays.copyOfRange(CRATE.file(), 1000, CRATE.size()));
    }
  }

  @Test
  void download_brokeOff_goesOnAtTheOtherAddressWithoutTheFirstsValidator() throws Exception {
    isTheRest(afterABreak());

    assertThat(first.log().matching(DL)).hasSize(1);
    assertThat(second.log().matching(DL))
        .singleElement()
        .satisfies(request ->
            assertThat(request.headers())
                .containsEntry("range", "bytes=1000-")
                .doesNotContainKey("if-range"));
  }

  @Test
  void download_brokeOffAndOthersFail_goesOnWhereItBrokeWithItsValidator() throws Exception {
    Resumption from = afterABreak();
    second.stop();

    isTheRest(from);

    assertThat(first.log().matching(DL).getLast().headers())
        .containsEntry("if-range", from.validator().orElseThrow());
  }

  @Test
  void download_brokeOffAtTheSecond_goesOnAtTheFirst() throws Exception {
    first.stop();
    Resumption from = afterABreak();
    first.restart();
    assertThat(from.brokenAt()).hasValue(second.sparseUrl());

    isTheRest(from);

    assertThat(second.log().matching(DL)).hasSize(1);
  }

  @Test
  void index_firstNeverAnswers_comesFromTheNextBeforeAClientGivesUp() throws Exception {
    upstream.close();
    upstream =
        new Upstream(
            List.of(first.sparseUrl(), second.sparseUrl()),
            Upstreams.options().withFailoverPatience(Duration.ofMillis(300)),
            new FakeClock());
    first.when(INDEX).then(Fault.hang());
    long begin = System.nanoTime();

    assertThat(upstream.index(FOO, KNOWN)).isInstanceOf(IndexAnswer.Changed.class);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Upstreams.LONG);
  }

  @Test
  void index_onlyAddressIsSlow_isWaitedFor() throws Exception {
    upstream.close();
    upstream =
        new Upstream(
            first.sparseUrl(), Upstreams.options().withFailoverPatience(Duration.ofMillis(1)));
    first.when(INDEX).then(Fault.latency(Duration.ofMillis(300)));

    assertThat(upstream.index(FOO, KNOWN)).isInstanceOf(IndexAnswer.Changed.class);
  }

  @Test
  void config_firstGone_isTheNexts() throws Exception {
    first.stop();

    assertThat(upstream.config().dl().toString()).contains(":" + second.port());
  }

  @Test
  void api_firstSaysAbsent_isBelieved() throws Exception {
    first.remove("foo");

    assertThat(upstream.api(new ApiLookup.Crate(FOO))).isInstanceOf(ApiAnswer.Absent.class);
    assertThat(second.log().all()).isEmpty();
  }

  @Test
  void api_firstGoneAndNextSaysAbsent_failsAsTheFirst() {
    first.stop();
    second.remove("foo");

    UpstreamException failure =
        catchThrowableOfType(UpstreamException.class, () -> upstream.api(new ApiLookup.Crate(FOO)));

    assertThat(failure.uri()).hasPort(first.port());
  }

  @Test
  void index_firstsCircuitOpen_isPassedOver() throws Exception {
    first.when(INDEX).then(Fault.status(500));
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      upstream.index(FOO, KNOWN);
    }
    int asked = first.log().matching(INDEX).size();

    assertThat(upstream.index(FOO, KNOWN)).isInstanceOf(IndexAnswer.Changed.class);

    assertThat(first.log().matching(INDEX)).hasSize(asked);
    assertThat(upstream.status())
        .extracting(SourceStatus::circuit)
        .containsExactly(Circuit.OPEN, Circuit.CLOSED);
  }
}
