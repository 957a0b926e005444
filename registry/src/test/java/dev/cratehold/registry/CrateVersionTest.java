package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CrateVersionTest {
  @Test
  void parse_semanticVersions_areTakenVerbatim() {
    for (String version :
        List.of(
            "0.0.0",
            "1.2.3",
            "10.20.30",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-0.3.7",
            "1.0.0-x.7.z.92",
            "1.0.0-x-y-z.--",
            "1.0.0-0a",
            "1.0.0-0-0",
            "1.0.0+20130313144700",
            "1.0.0+001",
            "1.0.0-beta+exp.sha.5114f85",
            "1.0.0+21AF26D3----117B344092BD",
            "0.0.1+meta.1",
            "99999999999999999999.0.0",
            "1.0.0-" + "a".repeat(249))) {
      assertThat(CrateVersion.parse(version)).map(CrateVersion::value).hasValue(version);
    }
  }

  @Test
  void parse_anythingElse_isEmptyAndTheConstructorRefuses() {
    for (String version :
        List.of(
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "v1.2.3",
            "01.2.3",
            "1.02.3",
            "1.2.03",
            "1.2.3-",
            "1.2.3-01",
            "1.2.3-a..b",
            "1.2.3+",
            "1.2.3+a..b",
            "1.2.3+a+b",
            "1.2.3-a_b",
            " 1.2.3",
            "1.2.3 ",
            "1.2.3\n",
            "-1.2.3",
            "1.2.3/../..",
            "1.2.3%2B1",
            "\u0661.2.3",
            "1.0.0-" + "a".repeat(250))) {
      assertThat(CrateVersion.parse(version)).as(version).isEmpty();
      assertThatThrownBy(() -> new CrateVersion(version))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void parse_longestPossible_needsNoLongTime() {
    String hostile = "1.0.0-" + "0".repeat(248) + "!";

    assertThat(CrateVersion.parse(hostile)).isEmpty();
    assertThat(CrateVersion.parse("1.0.0-" + "a.".repeat(124) + "a")).isPresent();
  }

  @Test
  void equals_otherBuildMetadata_isAnotherVersion() {
    assertThat(new CrateVersion("1.0.0+a")).isNotEqualTo(new CrateVersion("1.0.0+b"));
  }
}
