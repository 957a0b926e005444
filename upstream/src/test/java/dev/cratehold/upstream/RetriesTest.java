package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.upstream.UpstreamException.Facts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetriesTest {
  private static final URI HERE = URI.create("http://h/");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final Retries retries = new Retries(Duration.ofMillis(100), new Counters());

  private static UpstreamException status(int status, Optional<Duration> retryAfter) {
    Facts facts = Facts.of(UpstreamException.Kind.STATUS, HERE);
    return new UpstreamException(facts.withStatus(status).withRetryAfter(retryAfter), "no", null);
  }

  private static UpstreamException of(UpstreamException.Kind kind) {
    return new UpstreamException(Facts.of(kind, HERE), "no", null);
  }

  @Test
  void pauseAfter_brokenConnection_doublesAndEnds() {
    UpstreamException broken = of(UpstreamException.Kind.UNREACHABLE);

    assertThat(retries.pauseAfter(broken, 0, 1)).hasValue(Duration.ofMillis(100));
    assertThat(retries.pauseAfter(broken, 1, 1.5)).hasValue(Duration.ofMillis(300));
    assertThat(retries.pauseAfter(broken, 2, 1)).isEmpty();
  }

  @Test
  void pauseAfter_whatWillNotPass_isNone() {
    assertThat(retries.pauseAfter(of(UpstreamException.Kind.TLS), 0, 1)).isEmpty();
    assertThat(retries.pauseAfter(of(UpstreamException.Kind.TIMED_OUT), 0, 1)).isEmpty();
    assertThat(retries.pauseAfter(status(403, Optional.empty()), 0, 1)).isEmpty();
  }

  @Test
  void pauseAfter_askedPause_isKeptIfShort() {
    Optional<Duration> threeSeconds = Optional.of(Duration.ofSeconds(3));

    assertThat(retries.pauseAfter(status(429, threeSeconds), 0, 1)).isEqualTo(threeSeconds);
    assertThat(retries.pauseAfter(status(503, Optional.of(Duration.ofSeconds(6))), 0, 1)).isEmpty();
  }

  @Test
  void retryAfter_eitherForm_isRead() {
    assertThat(RetryAfter.parse(" 120 ", NOW)).hasValue(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:00:07 GMT", NOW))
        .hasValue(Duration.ofSeconds(7));
    assertThat(RetryAfter.parse("Wed, 31 Dec 2025 23:00:00 GMT", NOW)).hasValue(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
    assertThat(RetryAfter.parse("-1", NOW)).isEmpty();
  }
}
