package dev.cratehold.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Names, versions and checksums against a second opinion that is written without expressions.
class NameFuzzTest {
  private static final List<String> DICTIONARY =
      List.of(
          "a",
          "Z",
          "0",
          "00",
          "_",
          "-",
          ".",
          "..",
          "/",
          "\\",
          "%",
          "%2f",
          "%00",
          "+",
          "\u0000",
          "\n",
          " ",
          "\u00e9",
          "\u00df",
          "\u00b5",
          "con",
          "1.0.0",
          "-rc.1",
          "+b",
          "f".repeat(64));

  @Test
  void names_damaged_areTakenExactlyByTheGrammar() {
    Fuzz.run(
        "names",
        random -> {
          String text = new Mutator(random, DICTIONARY).mutate(new Samples(random).name().value());

          assertThat(CrateName.parse(text).isPresent()).as(text).isEqualTo(isName(text));
        });
  }

  @Test
  void indexPaths_damaged_belongToOneNameOrNone() {
    Fuzz.run(
        "index paths",
        random -> {
          String path =
              new Mutator(random, DICTIONARY).mutate(new Samples(random).name().indexPath());

          CrateName.ofIndexPath(path)
              .ifPresent(name -> {
                assertThat(name.indexPath())
                    .isEqualTo(path)
                    .isEqualTo(path.toLowerCase(Locale.ROOT));
                assertThat(path).endsWith("/" + name).doesNotContain(".", "%", "\\", "\u0000");
              });
        });
  }

  @Test
  void versions_damaged_areTakenExactlyByTheGrammar() {
    Fuzz.run(
        "versions",
        random -> {
          String text =
              new Mutator(random, DICTIONARY).mutate(new Samples(random).version().value());

          assertThat(CrateVersion.parse(text).isPresent()).as(text).isEqualTo(isVersion(text));
        });
  }

  @Test
  void checksums_damaged_areSixtyFourDigits() {
    Fuzz.run(
        "checksums",
        random -> {
          String text =
              new Mutator(random, DICTIONARY).mutate(new Samples(random).checksum().hex());

          boolean digits = text.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0);
          assertThat(Checksum.parse(text).isPresent()).isEqualTo(digits && text.length() == 64);
        });
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= 64
        && (isLetter(text.charAt(0)) || text.charAt(0) == '_')
        && text.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-' || c == '_');
  }

  private static boolean isVersion(String text) {
    int plus = text.indexOf('+');
    String upToBuild = plus < 0 ? text : text.substring(0, plus);
    int dash = upToBuild.indexOf('-');
    String core = dash < 0 ? upToBuild : upToBuild.substring(0, dash);
    String[] numbers = core.split("\\.", -1);
    return text.length() <= 255
        && numbers.length == 3
        && List.of(numbers).stream().allMatch(NameFuzzTest::isNumber)
        && (dash < 0 || arePreRelease(upToBuild.substring(dash + 1)))
        && (plus < 0 || areIdentifiers(text.substring(plus + 1)));
  }

  private static boolean arePreRelease(String text) {
    return areIdentifiers(text)
        && List.of(text.split("\\.", -1)).stream()
            .allMatch(part -> isNumber(part) || !part.chars().allMatch(NameFuzzTest::isDigit));
  }

  private static boolean areIdentifiers(String text) {
    return List.of(text.split("\\.", -1)).stream()
        .allMatch(part ->
            !part.isEmpty() && part.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-'));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(NameFuzzTest::isDigit)
        && (text.length() == 1 || text.charAt(0) != '0');
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
