package dev.cratehold.upstream;

import static dev.cratehold.upstream.CircuitBreaker.Change.CLOSED;
import static dev.cratehold.upstream.CircuitBreaker.Change.NONE;
import static dev.cratehold.upstream.CircuitBreaker.Change.OPENED;
import static dev.cratehold.upstream.CircuitBreaker.Change.STAYS_OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.FakeClock;
import dev.cratehold.upstream.CircuitBreaker.Admission;
import dev.cratehold.upstream.CircuitBreaker.Pass;
import dev.cratehold.upstream.UpstreamException.Facts;
import dev.cratehold.upstream.UpstreamException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CircuitBreakerTest {
  private final UpstreamException broken =
      new UpstreamException(
          Facts.of(Kind.UNREACHABLE, URI.create("http://h/")), "the connection broke", null);

  private final FakeClock clock = new FakeClock();

  /// Without jitter: the factor lies in the middle.
  private final CircuitBreaker breaker = new CircuitBreaker(clock, () -> 1L << 63);

  private static UpstreamException asking(int status, Duration pause) {
    Facts facts = Facts.of(Kind.STATUS, URI.create("http://h/")).withStatus(status);
    return new UpstreamException(facts.withRetryAfter(Optional.of(pause)), "later", null);
  }

  private Pass admitted() {
    return ((Admission.Admitted) breaker.admit()).pass();
  }

  private Admission.Refused refused() {
    return (Admission.Refused) breaker.admit();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      var _ = admitted().failed(broken);
    }
  }

  @Test
  void failed_fewerThanFiveInARow_staysClosed() {
    fail(4);
    assertThat(admitted().succeeded()).isEqualTo(NONE);
    fail(4);

    assertThat(breaker.circuit()).isEqualTo(Circuit.CLOSED);
  }

  @Test
  void failed_fiveInARow_opensForTwoSeconds() {
    fail(4);

    assertThat(admitted().failed(broken)).isEqualTo(OPENED);
    assertThat(breaker.circuit()).isEqualTo(Circuit.OPEN);
    assertThat(refused()).isEqualTo(new Admission.Refused(Duration.ofSeconds(2), broken));
    clock.advance(Duration.ofMillis(1999));
    assertThat(refused().pause()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void admit_afterThePause_letsOneProbeThrough() {
    fail(5);
    clock.advance(Duration.ofSeconds(2));
    assertThat(breaker.circuit()).isEqualTo(Circuit.HALF_OPEN);

    Pass probe = admitted();

    assertThat(breaker.circuit()).isEqualTo(Circuit.HALF_OPEN);
    assertThat(refused()).isEqualTo(new Admission.Refused(Duration.ZERO, broken));
    assertThat(probe.succeeded()).isEqualTo(CLOSED);
    assertThat(breaker.circuit()).isEqualTo(Circuit.CLOSED);
    assertThat(admitted().succeeded()).isEqualTo(NONE);
  }

  @Test
  void failed_probes_doubleThePauseUpToHalfAMinute() {
    fail(5);
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Duration pause = refused().pause();
      pauses.add(pause);
      clock.advance(pause);
      assertThat(admitted().failed(broken)).isEqualTo(STAYS_OPEN);
    }

    assertThat(pauses)
        .extracting(Duration::toSeconds)
        .containsExactly(2L, 4L, 8L, 16L, 30L, 30L, 30L);
  }

  @Test
  void succeeded_probe_beginsAgainWithTheShortestPause() {
    fail(5);
    clock.advance(Duration.ofSeconds(2));
    fail(1);
    clock.advance(Duration.ofSeconds(4));
    assertThat(admitted().succeeded()).isEqualTo(CLOSED);

    fail(5);

    assertThat(refused().pause()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void abandoned_probe_makesWayForTheNext() {
    fail(5);
    clock.advance(Duration.ofSeconds(2));

    admitted().abandoned();

    assertThat(breaker.circuit()).isEqualTo(Circuit.HALF_OPEN);
    assertThat(admitted().succeeded()).isEqualTo(CLOSED);
  }

  @Test
  void abandoned_whileClosed_neitherCountsNorClears() {
    fail(4);
    admitted().abandoned();

    assertThat(admitted().failed(broken)).isEqualTo(OPENED);
  }

  @Test
  void succeeded_admittedBeforeItOpened_isPassedOver() {
    Pass early = admitted();
    Pass late = admitted();
    fail(5);

    assertThat(early.succeeded()).isEqualTo(NONE);
    assertThat(late.failed(broken)).isEqualTo(NONE);
    assertThat(refused().pause()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void failed_toldTwice_countsOnce() {
    Pass pass = admitted();
    for (int i = 0; i < 5; i++) {
      var _ = pass.failed(broken);
    }

    assertThat(breaker.circuit()).isEqualTo(Circuit.CLOSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void failed_askedForALongPause_opensAtOnceForThatLong(int status) {
    assertThat(admitted().failed(asking(status, Duration.ofSeconds(45)))).isEqualTo(OPENED);

    assertThat(refused().pause()).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void failed_askedForAnHour_opensForAMinute() {
    var _ = admitted().failed(asking(503, Duration.ofHours(1)));

    assertThat(refused().pause()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void failed_askedForAShortPauseOrWithAnotherStatus_staysClosed() {
    var _ = admitted().failed(asking(503, Duration.ofSeconds(5)));
    var _ = admitted().failed(asking(500, Duration.ofSeconds(45)));

    assertThat(breaker.circuit()).isEqualTo(Circuit.CLOSED);
  }

  @Test
  void admit_clockSetBack_doesNotPauseLonger() {
    fail(5);
    clock.advance(Duration.ofDays(-1));

    assertThat(admitted().succeeded()).isEqualTo(CLOSED);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 62})
  void failed_anyJitter_staysWithinAQuarter(long random) {
    CircuitBreaker jittered = new CircuitBreaker(clock, () -> random);
    for (int i = 0; i < 5; i++) {
      var _ = ((Admission.Admitted) jittered.admit()).pass().failed(broken);
    }

    assertThat(((Admission.Refused) jittered.admit()).pause())
        .isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));
  }
}
