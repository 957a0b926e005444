package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class VersionRequirementTest {
  /// What each requirement takes and refuses: the requirement, the versions that will do, those
  /// that will not.
  private static final List<List<String>> TABLE =
      List.of(
          // Caret, which is what a bare version means.
          List.of("1.2.3", "1.2.3 1.2.4 1.3.0 1.99.99", "1.2.2 2.0.0 0.2.3 1.2.4-rc.1"),
          List.of("^1.2.3", "1.2.3 1.2.4 1.3.0", "1.2.2 1.2.3-rc.1 2.0.0-rc.1 2.0.0"),
          List.of("1.2", "1.2.0 1.2.9 1.9.0", "1.1.9 2.0.0 1.2.0-rc.1"),
          List.of("1", "1.0.0 1.9.9", "0.9.9 2.0.0 1.0.0-rc.1"),
          List.of("0.2.3", "0.2.3 0.2.9", "0.2.2 0.3.0 1.0.0"),
          List.of("0.2", "0.2.0 0.2.9", "0.1.9 0.3.0"),
          List.of("0.0.3", "0.0.3", "0.0.2 0.0.4 0.1.0"),
          List.of("0.0", "0.0.0 0.0.9", "0.1.0 1.0.0"),
          List.of("0", "0.0.0 0.9.9", "1.0.0"),
          List.of("^0.0.0", "0.0.0", "0.0.1"),
          List.of("^1.0.0-rc.2", "1.0.0-rc.2 1.0.0-rc.10 1.0.0 1.5.0", "1.0.0-rc.1 1.0.1-rc.3"),
          List.of("0.0.1-a", "0.0.1-a 0.0.1-b 0.0.1", "0.0.2 0.0.1-0"),
          List.of("1.2.3+build", "1.2.3 1.2.3+other 1.3.0", "1.2.2+build"),
          // Tilde.
          List.of("~1.2.3", "1.2.3 1.2.9", "1.2.2 1.3.0 1.2.4-rc.1"),
          List.of("~1.2", "1.2.0 1.2.9", "1.1.0 1.3.0"),
          List.of("~1", "1.0.0 1.9.9", "2.0.0 0.9.0"),
          List.of("~0.0.3", "0.0.3 0.0.9", "0.0.2 0.1.0"),
          List.of("~1.2.3-beta", "1.2.3-beta 1.2.3-gamma 1.2.3 1.2.4", "1.2.3-alpha 1.2.4-beta"),
          List.of("~1.2, >=1.2.3-alpha", "1.2.3 1.2.4", "1.2.3-alpha 1.2.3-beta 1.2.2"),
          List.of("^1.2, >=1.2.3-alpha", "1.2.3 1.9.0 1.2.3-alpha", "1.2.2 1.2.4-alpha"),
          // Exact.
          List.of("=1.2.3", "1.2.3 1.2.3+b", "1.2.4 1.2.2 1.2.3-rc.1"),
          List.of("=1.2", "1.2.0 1.2.9", "1.3.0 1.1.0 1.2.0-rc.1"),
          List.of("=1", "1.0.0 1.9.9", "2.0.0 0.9.9"),
          List.of("=1.2.3-rc.1", "1.2.3-rc.1 1.2.3-rc.1+b", "1.2.3 1.2.3-rc.2"),
          // Wildcards.
          List.of("*", "0.0.0 1.2.3 99.0.0", "1.0.0-rc.1"),
          List.of("x", "1.2.3", "1.2.3-0"),
          List.of("1.*", "1.0.0 1.9.9", "2.0.0 0.9.9 1.0.0-rc.1"),
          List.of("1.2.*", "1.2.0 1.2.9", "1.3.0 1.1.9"),
          List.of("1.*.*", "1.0.0 1.9.9", "2.0.0"),
          List.of("1.X.x", "1.0.0 1.9.9", "2.0.0"),
          List.of("0.*", "0.0.0 0.9.0", "1.0.0"),
          List.of("0.0.*", "0.0.0 0.0.9", "0.1.0"),
          List.of("^1.*", "1.0.0 1.9.9", "2.0.0"),
          List.of("~1.*", "1.0.0 1.9.9", "2.0.0"),
          List.of("=1.2.*", "1.2.0 1.2.9", "1.3.0"),
          List.of(">1.2.*", "1.3.0 2.0.0", "1.2.9 1.1.0"),
          List.of("<=1.2.*", "1.2.9 1.0.0 0.1.0", "1.3.0"),
          // Orders.
          List.of(">1.2.3", "1.2.4 1.3.0 2.0.0", "1.2.3 1.2.2 1.2.4-rc.1"),
          List.of(">1.2", "1.3.0 2.0.0", "1.2.9 1.2.0"),
          List.of(">1", "2.0.0", "1.9.9 1.0.0 0.9.9"),
          List.of(">=1.2.3", "1.2.3 1.2.4 9.0.0", "1.2.2 1.2.3-rc.1 9.0.0-rc.1"),
          List.of(">=1.2", "1.2.0 1.9.0 2.0.0", "1.1.9"),
          List.of(">=1", "1.0.0 9.9.9", "0.9.9"),
          List.of("<1.2.3", "1.2.2 0.0.1", "1.2.3 1.2.4 1.2.3-rc.1"),
          List.of("<1.2", "1.1.9 0.9.9", "1.2.0 1.2.9"),
          List.of("<1", "0.9.9", "1.0.0 1.9.9"),
          List.of("<=1.2.3", "1.2.3 1.2.2", "1.2.4"),
          List.of("<=1.2", "1.2.9 1.2.0 1.1.0", "1.3.0"),
          List.of("<=1", "1.9.9 0.1.0", "2.0.0"),
          List.of(">1.0.0-rc.1", "1.0.0-rc.2 1.0.0 1.0.1", "1.0.0-rc.1 1.0.1-rc.2"),
          List.of("<1.0.0-rc.2", "1.0.0-rc.1 0.9.9", "1.0.0-rc.2 1.0.0 0.9.9-rc.1"),
          List.of("<=1.0.0-rc.2", "1.0.0-rc.2 1.0.0-rc.1", "1.0.0 1.0.0-rc.10"),
          // Several parts.
          List.of(">=1.2, <2", "1.2.0 1.9.9", "1.1.9 2.0.0 2.0.0-rc.1"),
          List.of(">= 1.2.3, < 1.5", "1.2.3 1.4.9", "1.5.0 1.2.2"),
          List.of(">0.1,<0.4,>=0.2.5", "0.2.5 0.3.9", "0.2.4 0.4.0 0.1.9"),
          List.of("^1.2 , <1.4.0", "1.2.0 1.3.9", "1.4.0"),
          List.of("1, 2", "", "1.0.0 2.0.0"),
          List.of(">=1.0.0-rc.1, <2", "1.0.0-rc.1 1.0.0 1.5.0", "1.0.0-beta 1.5.0-rc.1"),
          // Numbers are numbers, whatever their length, and pre-releases are compared by parts.
          List.of(">=1.9.0", "1.10.0 1.9.0 1.100.0", "1.8.99"),
          List.of("^18446744073709551615.0.0", "18446744073709551615.1.0", "1.0.0"),
          List.of(">=1.0.0-alpha.9", "1.0.0-alpha.10 1.0.0-beta 1.0.0", "1.0.0-alpha.8"),
          List.of(">=1.0.0-2", "1.0.0-10 1.0.0-a 1.0.0", "1.0.0-1"),
          // Blanks.
          List.of("  ^1.2  ", "1.2.0", "2.0.0"),
          List.of("> 1.2.3", "1.2.4", "1.2.3"),
          List.of(" * ", "1.0.0", "1.0.0-a"));

  @TestFactory
  Stream<DynamicTest> matches_table_isWhatCargoDoes() {
    return TABLE.stream()
        .map(row ->
            dynamicTest(
                "`" + row.getFirst() + "`",
                () -> {
                  VersionRequirement requirement =
                      VersionRequirement.parse(row.getFirst()).orElseThrow();
                  assertThat(versions(row.get(1))).allMatch(requirement::matches);
                  assertThat(versions(row.get(2))).noneMatch(requirement::matches);
                }));
  }

  private static List<CrateVersion> versions(String words) {
    return Stream.of(words.split(" ")).filter(w -> !w.isEmpty()).map(CrateVersion::new).toList();
  }

  @Test
  void parse_whatCargoRefuses_isEmpty() {
    for (String text :
        List.of(
            "",
            " ",
            "a",
            "v1.0.0",
            "1.",
            "1.2.",
            "1.2.3.4",
            "01.0.0",
            "1.02.0",
            "1.0.0-",
            "1.0.0-01",
            "1.0.0-a..b",
            "1.0.0+",
            "1.2-rc.1",
            "1.*.3",
            "*.1",
            "*1",
            "*, 1",
            "1, *",
            "1,",
            ",1",
            "1,,2",
            ">=1 <2",
            "> =1",
            "!1",
            "==1",
            "1 || 2",
            "1.0 - 2.0",
            "^",
            "\t1",
            "latest",
            "18446744073709551616.0.0",
            "1.0.0, ".repeat(32) + "1.0.0")) {
      assertThat(VersionRequirement.parse(text)).as("`%s`", text).isEmpty();
    }
  }

  @Test
  void parse_asManyPartsAsCargoTakes_isARequirement() {
    String text = ">=1, ".repeat(31) + "<2";

    assertThat(VersionRequirement.parse(text).orElseThrow().matches(new CrateVersion("1.5.0")))
        .isTrue();
  }

  @Test
  void toString_always_isWhatWasWritten() {
    assertThat(VersionRequirement.parse(">= 1.2,<2").orElseThrow()).hasToString(">= 1.2,<2");
    assertThat(VersionRequirement.parse("*")).hasValue(VersionRequirement.ANY);
  }
}
