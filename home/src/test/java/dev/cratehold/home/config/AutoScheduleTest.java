package dev.cratehold.home.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.config.AutoCleanFrequency.Always;
import dev.cratehold.home.config.AutoCleanFrequency.Every;
import dev.cratehold.home.config.AutoCleanFrequency.Never;
import dev.cratehold.home.config.AutoSchedule.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AutoScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final AutoCleanFrequency DAILY = new Every(Duration.ofDays(1));

  private static Decision decide(AutoCleanFrequency frequency, Optional<Instant> last) {
    return AutoSchedule.decide(new CargoConfig(frequency, false, Map.of(), List.of()), last, NOW);
  }

  private static Optional<Instant> before(Duration time) {
    return Optional.of(NOW.minus(time));
  }

  @Test
  void decide_never_isSwitchedOff() {
    assertThat(decide(new Never(), Optional.empty())).isEqualTo(new Decision.SwitchedOff());
  }

  @Test
  void decide_always_isDue() {
    assertThat(decide(new Always(), Optional.of(NOW))).isEqualTo(new Decision.Due());
  }

  @Test
  void decide_firstTime_isDue() {
    assertThat(decide(DAILY, Optional.empty())).isEqualTo(new Decision.Due());
  }

  @Test
  void decide_exactlyTheInterval_isNotDueYet() {
    assertThat(decide(DAILY, before(Duration.ofDays(1))))
        .isEqualTo(new Decision.NotDue(Duration.ZERO));
  }

  @Test
  void decide_moreThanTheInterval_isDue() {
    assertThat(decide(DAILY, before(Duration.ofDays(1).plusSeconds(1))))
        .isEqualTo(new Decision.Due());
  }

  @Test
  void decide_lessThanTheInterval_saysHowLongStill() {
    assertThat(decide(DAILY, before(Duration.ofHours(23))))
        .isEqualTo(new Decision.NotDue(Duration.ofHours(1)));
  }

  @Test
  void decide_lastTimeInTheFuture_isDue() {
    assertThat(decide(DAILY, before(Duration.ofSeconds(-1)))).isEqualTo(new Decision.Due());
  }

  @Test
  void decide_longestInterval_doesNotOverflow() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(decide(new Every(longest), before(Duration.ofDays(1))))
        .isEqualTo(new Decision.NotDue(longest.minusDays(1)));
  }

  @Test
  void decide_offline_doesNothing() {
    CargoConfig offline = new CargoConfig(new Always(), true, Map.of(), List.of());
    assertThat(AutoSchedule.decide(offline, Optional.empty(), NOW))
        .isEqualTo(new Decision.Offline());
  }
}
