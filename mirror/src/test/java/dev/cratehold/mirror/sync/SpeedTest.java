package dev.cratehold.mirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SpeedTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void reserve_rate_spreadsRequests() {
    Pace pace = new Pace(new Politeness(1, OptionalInt.of(10), OptionalLong.empty()), 0);

    assertThat(pace.reserve(0)).isZero();
    assertThat(pace.reserve(0)).isEqualTo(SECOND / 10);
    assertThat(pace.reserve(0)).isEqualTo(SECOND / 5);
    assertThat(pace.reserve(SECOND)).isZero();
  }

  @Test
  void reserve_bytesCharged_waitsUntilTheyArePaidOff() {
    Pace pace = new Pace(new Politeness(1, OptionalInt.empty(), OptionalLong.of(1000)), 0);

    pace.charge(500, 0);
    pace.charge(500, 0);

    assertThat(pace.reserve(0)).isEqualTo(SECOND);
    assertThat(pace.reserve(SECOND)).isZero();
  }

  @Test
  void pause_failuresInARow_growsUntilItGivesUp() {
    Weather weather = new Weather();

    for (int pause = 0; pause <= Weather.PAUSES; pause++) {
      assertThat(weather.despair()).isEmpty();
      for (int i = 0; i < Weather.FAILURES; i++) {
        assertThat(weather.pause()).isZero();
        weather.failed("nobody answers");
      }
      assertThat(weather.pause()).isEqualTo(Duration.ofSeconds(Math.min(30, 1L << pause)));
    }

    assertThat(weather.despair()).contains("nobody answers");
  }

  @Test
  void pause_successBetween_isNone() {
    Weather weather = new Weather();
    for (int i = 0; i < 10 * Weather.FAILURES; i++) {
      weather.failed("x");
      weather.succeeded();
    }

    assertThat(weather.pause()).isZero();
  }
}
