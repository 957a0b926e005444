package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
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

  @Test
  void precedence_ofVersions_isThatOfSemanticVersioning() {
    List<CrateVersion> ordered =
        Stream.of(
                "0.9.9",
                "1.0.0-0",
                "1.0.0-9",
                "1.0.0-10",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.9",
                "1.0.10",
                "1.2.0",
                "2.0.0-x-y.-",
                "10.0.0",
                "18446744073709551616.0.0")
            .map(CrateVersion::new)
            .toList();
    for (int i = 0; i < ordered.size(); i++) {
      for (int k = 0; k < ordered.size(); k++) {
        assertThat(Integer.signum(CrateVersion.PRECEDENCE.compare(ordered.get(i), ordered.get(k))))
            .as("%s and %s", ordered.get(i), ordered.get(k))
            .isEqualTo(Integer.compare(i, k));
      }
    }
  }

  @Test
  void precedence_buildMetadata_doesNotCount() {
    assertThat(
            CrateVersion.PRECEDENCE.compare(
                new CrateVersion("1.0.0+b-1"), new CrateVersion("1.0.0+a")))
        .isZero();
    assertThat(new CrateVersion("1.0.0+b-1").isPreRelease()).isFalse();
    assertThat(new CrateVersion("1.0.0-b+1").isPreRelease()).isTrue();
  }
}
