package dev.cratehold.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoDuration;
import dev.cratehold.home.CargoSize;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitFuzzTest {
  private static final List<String> DICTIONARY =
      List.of(
          "0",
          "1",
          "9",
          "18446744073709551615",
          "9223372036854775807",
          " ",
          ".",
          ".5",
          "-",
          "+",
          "e",
          "E",
          "_",
          ",",
          "second",
          "minute",
          "hour",
          "day",
          "week",
          "month",
          "year",
          "s",
          "h",
          "kib",
          "MiB",
          "GB",
          "b",
          "\u00b2",
          "\0",
          "\n",
          "NaN",
          "0x");

  @Test
  void parse_anyDuration_isNotNegativeOrRefused() {
    Fuzz.run(
        "durations",
        random -> {
          String text = new Mutator(random, DICTIONARY).mutate("17 days");
          try {
            assertThat(CargoDuration.parse(text)).isGreaterThanOrEqualTo(Duration.ZERO);
          } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining(text);
          }
        });
  }

  @Test
  void parse_anySize_isNotNegativeOrRefused() {
    Fuzz.run(
        "sizes",
        random -> {
          String text = new Mutator(random, DICTIONARY).mutate("1.5 GiB");
          try {
            assertThat(CargoSize.parse(text)).isNotNegative();
          } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("size");
          }
        });
  }

  @Test
  void text_anySize_isANumberAndAUnit() {
    Fuzz.run(
        "sizes in words",
        random -> {
          long bytes = random.nextLong() >>> random.nextInt(1, 64);
          assertThat(CargoSize.text(bytes)).matches("[0-9]{1,4}(\\.[0-9][KMGTPE]i)?B");
        });
  }
}
