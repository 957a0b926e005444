package dev.cratehold.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.LastUse.Evidence;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LastUseTest {
  @Test
  void instant_timeThatNoCalendarHas_isTheLastOneThatEverybodyCanWrite() {
    LastUse damaged = new LastUse(Long.MAX_VALUE, Evidence.DATABASE);

    assertThat(damaged.instant()).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
  }
}
