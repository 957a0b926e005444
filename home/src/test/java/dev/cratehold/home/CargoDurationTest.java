package dev.cratehold.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CargoDurationTest {
  @Test
  void parse_units_countsSeconds() {
    assertThat(CargoDuration.parse("0 seconds")).isZero();
    assertThat(CargoDuration.parse("2minutes")).hasSeconds(120);
    assertThat(CargoDuration.parse("1 hour")).hasSeconds(3600);
    assertThat(CargoDuration.parse("3 days")).isEqualTo(Duration.ofDays(3));
    assertThat(CargoDuration.parse("2 weeks")).isEqualTo(Duration.ofDays(14));
    assertThat(CargoDuration.parse("1 month")).hasSeconds(2_629_746);
  }

  @Test
  void parse_otherForms_areRefused() {
    for (String text :
        List.of("", "1", "day", "1h", "-1 day", "1  day", "1 day ", "1 Day", "1 year")) {
      assertThatThrownBy(() -> CargoDuration.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("expected a value of the form");
    }
  }

  @Test
  void parse_moreThanCanBeCounted_isRefused() {
    for (String text : List.of("99999999999999999 months", "99999999999999999999 seconds")) {
      assertThatThrownBy(() -> CargoDuration.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the duration \"%s\" is too long", text);
    }
  }
}
