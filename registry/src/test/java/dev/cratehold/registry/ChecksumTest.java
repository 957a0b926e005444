package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void parse_64LowerCaseDigits_isTaken() {
    assertThat(Checksum.parse(HEX)).map(Checksum::toString).hasValue(HEX);
  }

  @Test
  void parse_anythingElse_isEmptyAndTheConstructorRefuses() {
    for (String text :
        List.of(
            "",
            HEX.substring(1),
            HEX + "0",
            HEX.toUpperCase(Locale.ROOT),
            HEX.replace('0', 'g'),
            HEX + "\n")) {
      assertThat(Checksum.parse(text)).as(text).isEmpty();
      assertThatThrownBy(() -> new Checksum(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void parse_anotherCharacterAnywhere_isEmpty() {
    for (char other : List.of('/', ':', '@', 'A', 'F', '`', 'g', '\u0663', '\uff11')) {
      for (int i = 0; i < HEX.length(); i++) {
        String text = HEX.substring(0, i) + other + HEX.substring(i + 1);
        assertThat(Checksum.parse(text)).as(text).isEmpty();
      }
    }
  }
}
