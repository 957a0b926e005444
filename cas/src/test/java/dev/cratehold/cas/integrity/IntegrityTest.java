package dev.cratehold.cas.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class IntegrityTest {
  private static final String SHA1 = "sha1-Kq5sNclPz7QV2+lfQIuc6R7oRu0=";
  private static final String SHA256 = "sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";
  private static final String SHA384 =
      "sha384-/b2OdaZ/KfcBpOBAOF4uI5hjA+oQI5IRr5B/y7g1eLPkF8txzmRu/QgZ3YwIjeG9";
  private static final String SHA512 =
      "sha512-MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+YndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw==";
  private static final String XXH3 = "xxh3-340J6T+HSQCpm4d1zBW2xw==";
  private static final String EMPTY_SHA256 = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @Test
  void parse_everyAlgorithm_isPrintedTheSame() {
    for (String text : List.of(SHA1, SHA256, SHA384, SHA512, XXH3)) {
      assertThat(Integrity.parse(text)).hasToString(text);
    }
  }

  @Test
  void parse_several_areSortedByStrength() {
    Integrity all = Integrity.parse(String.join("\n\t ", XXH3, SHA1, SHA512, SHA256, SHA384));

    assertThat(all).hasToString(String.join(" ", SHA512, SHA384, SHA256, SHA1, XXH3));
    assertThat(all.strongest()).hasToString(SHA512);
  }

  @Test
  void parse_twoOfOneAlgorithm_keepTheirOrder() {
    Integrity two = Integrity.parse(SHA256 + " " + SHA1 + " " + EMPTY_SHA256 + " " + SHA256);

    assertThat(two.alternatives()).map(ContentHash::toString).containsExactly(SHA256, EMPTY_SHA256);
  }

  @Test
  void parse_options_areKeptAndMeanNothing() {
    Integrity with = Integrity.parse(SHA256 + "?foo?bar");

    assertThat(with).hasToString(SHA256 + "?foo?bar");
    assertThat(with.strongest().options()).isEqualTo("?foo?bar");
    assertThat(with.isMetBy(Integrity.parse(SHA256))).isTrue();
  }

  @Test
  void parse_unknownAlgorithmBesideAKnownOne_isLeftOut() {
    assertThat(Integrity.parse("md5-XrY7u+Ae7tCTyyK7j1rNww== " + SHA1 + " blake3-AAAA"))
        .hasToString(SHA1);
  }

  @Test
  void parse_withoutPadding_isThatDigest() {
    assertThat(Integrity.parse(SHA1.replace("=", ""))).hasToString(SHA1);
  }

  @TestFactory
  Stream<DynamicTest> parse_noIntegrity_isRefusedWithTheText() {
    return Stream.of(
            "",
            " ",
            "sha256",
            "sha256-",
            "sha1-deadbeef",
            "sha256-!!!!",
            "md5-XrY7u+Ae7tCTyyK7j1rNww==",
            SHA1 + " sha256-AAAA",
            SHA256 + "?\u007f",
            SHA256.replace("sha256", "sha512"),
            SHA256.replace("sha256", "SHA256"),
            "-" + SHA256)
        .map(text ->
            dynamicTest(
                "`" + text + "`",
                () ->
                    assertThatThrownBy(() -> Integrity.parse(text))
                        .isInstanceOf(IntegrityFormatException.class)));
  }

  @Test
  void isMetBy_aDigestOfTheStrongestAlgorithm_isEnough() {
    Integrity wanted = Integrity.parse(EMPTY_SHA256 + " " + SHA256 + " " + SHA1);

    assertThat(wanted.isMetBy(Integrity.parse(SHA256))).isTrue();
    assertThat(wanted.isMetBy(Integrity.parse(SHA256 + " " + SHA512))).isTrue();
  }

  @Test
  void isMetBy_onlyAWeakerDigest_isNot() {
    Integrity wanted = Integrity.parse(SHA256 + " " + SHA1);

    assertThat(wanted.isMetBy(Integrity.parse(SHA1))).isFalse();
    assertThat(wanted.isMetBy(Integrity.parse(EMPTY_SHA256 + " " + SHA1))).isFalse();
  }

  @Test
  void and_integrityOfTheSameContent_hasTheDigestsOfBoth() {
    assertThat(Integrity.parse(SHA1).and(Integrity.parse(SHA512 + " " + SHA1)))
        .hasToString(SHA512 + " " + SHA1);
  }

  @Test
  void constructor_noDigest_isRefused() {
    assertThatThrownBy(() -> new Integrity(List.of())).isInstanceOf(IntegrityFormatException.class);
  }

  @Test
  void of_digestOfAnotherLength_isRefused() {
    assertThatThrownBy(() -> ContentHash.of(HashAlgorithm.SHA1, new byte[19]))
        .isInstanceOf(IntegrityFormatException.class);
  }

  @Test
  void of_word_isTheAlgorithm() {
    assertThat(HashAlgorithm.of("xxh3")).contains(HashAlgorithm.XXH3);
    assertThat(HashAlgorithm.of("md5")).isEqualTo(Optional.empty());
  }
}
