package dev.cratehold.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class DigestTest {
  private static final String HEX =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void parse_sixtyFourLowerCaseHexDigits_isTheDigest() {
    assertThat(Digest.parse(HEX)).contains(new Digest(HEX));
  }

  @Test
  void parse_upperCase_isEmpty() {
    assertThat(Digest.parse(HEX.replace('e', 'E'))).isEmpty();
  }

  @Test
  void parse_pathInPlaceOfHex_isEmpty() {
    assertThat(Digest.parse("../" + HEX.substring(3))).isEmpty();
  }

  @Test
  void constructor_tooShort_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Digest(HEX.substring(1)));
  }
}
