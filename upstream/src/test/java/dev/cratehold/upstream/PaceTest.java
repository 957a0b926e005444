package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Near the end of the clock, which may begin anywhere and run over.
  private static final long NOW = Long.MAX_VALUE - SECOND.toNanos();

  private final Pace pace = new Pace(SECOND);

  @Test
  void reserve_severalAtOnce_areApart() {
    assertThat(pace.reserve("a", NOW, PATIENCE)).hasValue(Duration.ZERO);
    assertThat(pace.reserve("a", NOW, PATIENCE)).hasValue(SECOND);
    assertThat(pace.reserve("a", NOW + 1, PATIENCE)).hasValue(SECOND.multipliedBy(2).minusNanos(1));
  }

  @Test
  void reserve_afterALongTime_needsNotWait() {
    pace.reserve("a", NOW, PATIENCE);

    assertThat(pace.reserve("a", NOW + SECOND.toNanos() * 5, PATIENCE)).hasValue(Duration.ZERO);
    assertThat(pace.reserve("a", NOW + SECOND.toNanos() * 5, PATIENCE)).hasValue(SECOND);
  }

  @Test
  void reserve_otherHost_needsNotWait() {
    pace.reserve("a", NOW, PATIENCE);

    assertThat(pace.reserve("b", NOW, PATIENCE)).hasValue(Duration.ZERO);
  }

  @Test
  void reserve_longerThanThePatience_takesNoPlace() {
    pace.reserve("a", NOW, PATIENCE);

    assertThat(pace.reserve("a", NOW, SECOND.minusNanos(1))).isEmpty();
    assertThat(pace.reserve("a", NOW, PATIENCE)).hasValue(SECOND);
  }
}
