package dev.cratehold.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CargoSizeTest {
  @Test
  void text_belowAKibibyte_isWholeBytes() {
    assertThat(CargoSize.text(0)).isEqualTo("0B");
    assertThat(CargoSize.text(1023)).isEqualTo("1023B");
  }

  @Test
  void text_halfATenth_isRoundedToEven() {
    assertThat(CargoSize.text(1280)).isEqualTo("1.2KiB");
    assertThat(CargoSize.text(1792)).isEqualTo("1.8KiB");
    assertThat(CargoSize.text(1_310_720)).isEqualTo("1.2MiB");
  }

  @Test
  void text_justBelowAUnit_isAsInSinglePrecision() {
    assertThat(CargoSize.text(1_048_575)).isEqualTo("1024.0KiB");
    assertThat(CargoSize.text(1_073_741_823)).isEqualTo("1.0GiB");
  }

  @Test
  void text_largest_hasTheLargestUnit() {
    assertThat(CargoSize.text(Long.MAX_VALUE)).isEqualTo("8.0EiB");
  }

  @Test
  void parse_units_countsByThousandOr1024() {
    assertThat(CargoSize.parse("12")).isEqualTo(12);
    assertThat(CargoSize.parse("12 B")).isEqualTo(12);
    assertThat(CargoSize.parse("1.5kB")).isEqualTo(1500);
    assertThat(CargoSize.parse("1.5 KIB")).isEqualTo(1536);
    assertThat(CargoSize.parse("3MB")).isEqualTo(3_000_000);
    assertThat(CargoSize.parse("3mib")).isEqualTo(3 << 20);
    assertThat(CargoSize.parse("2 gB")).isEqualTo(2_000_000_000L);
    assertThat(CargoSize.parse("2GiB")).isEqualTo(2L << 30);
  }

  @Test
  void parse_moreThanCanBeCounted_isTheLargest() {
    assertThat(CargoSize.parse("18446744073709551615")).isEqualTo(Long.MAX_VALUE);
    assertThat(CargoSize.parse("99999999999999999999GiB")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void parse_fractionWithoutUnit_isRefused() {
    assertThatThrownBy(() -> CargoSize.parse("1.5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected an integer size, got `1.5`");
  }

  @Test
  void parse_unknownUnit_isRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> CargoSize.parse("10TB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "invalid size `10TB`, expected a number with an optional B, kB, MB, GB, kiB, MiB, or GiB"
                + " suffix");
  }
}
