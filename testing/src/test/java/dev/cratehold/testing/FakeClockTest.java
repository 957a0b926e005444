package dev.cratehold.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeClockTest {
  private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

  @Test
  void instant_nobodyMovesIt_standsStill() {
    FakeClock clock = new FakeClock(START);

    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void advance_twice_addsUp() {
    FakeClock clock = new FakeClock(START);

    clock.advance(Duration.ofSeconds(30));
    clock.advance(Duration.ofMillis(5));

    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-05-01T10:00:30.005Z"));
  }

  @Test
  void set_earlier_goesBack() {
    FakeClock clock = new FakeClock(START);

    clock.set(Instant.EPOCH);

    assertThat(clock.millis()).isZero();
  }
}
