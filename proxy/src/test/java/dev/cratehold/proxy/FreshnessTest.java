package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration TTL = Duration.ofSeconds(60);

  private static Freshness checkedSecondsAgo(long seconds) {
    return Freshness.decide(NOW.minusSeconds(seconds), NOW, TTL);
  }

  @Test
  void decide_withinTheTimeToLive_isFresh() {
    assertThat(checkedSecondsAgo(0)).isEqualTo(Freshness.FRESH);
    assertThat(checkedSecondsAgo(59)).isEqualTo(Freshness.FRESH);
  }

  @Test
  void decide_atTheEndOfTheTimeToLive_hasExpired() {
    assertThat(checkedSecondsAgo(60)).isEqualTo(Freshness.EXPIRED);
  }

  @Test
  void decide_checkedInTheFuture_hasExpired() {
    assertThat(checkedSecondsAgo(-1)).isEqualTo(Freshness.EXPIRED);
  }
}
