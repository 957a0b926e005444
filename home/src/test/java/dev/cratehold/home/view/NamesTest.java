package dev.cratehold.home.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.LastUse.Evidence;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void packageName_crateWithDigitsInItsName_endsBeforeTheVersion() {
    assertThat(PackageNames.of(ItemId.crate("r", "x-264-sys-1.0.0-rc.1.crate")))
        .isEqualTo("x-264-sys");
  }

  @Test
  void packageName_repository_endsBeforeTheHash() {
    assertThat(PackageNames.of(ItemId.gitDb("a-b-0123456789abcdef-shallow"))).isEqualTo("a-b");
  }

  @Test
  void pattern_starsAndQuestionMarks_standForCharacters() {
    assertThat(new NamePattern("win*-s?s").matches("windows-sys")).isTrue();
    assertThat(new NamePattern("win*").matches("a-windows")).isFalse();
  }

  @Test
  void pattern_signsOfRegularExpressions_standForThemselves() {
    assertThat(new NamePattern("a+b.(").matches("a+b.(")).isTrue();
    assertThat(new NamePattern("a.").matches("ab")).isFalse();
  }

  private static AgeClass classOf(Duration age) {
    return AgeClass.of(new LastUse(NOW.minus(age).getEpochSecond(), Evidence.DATABASE), NOW);
  }

  @Test
  void ageClass_limits_belongToTheOlderClass() {
    assertThat(classOf(Duration.ofHours(23))).isEqualTo(AgeClass.DAY);
    assertThat(classOf(Duration.ofDays(1))).isEqualTo(AgeClass.WEEK);
    assertThat(classOf(Duration.ofDays(7))).isEqualTo(AgeClass.MONTH);
    assertThat(classOf(Duration.ofDays(31))).isEqualTo(AgeClass.THREE_MONTHS);
    assertThat(classOf(Duration.ofDays(92))).isEqualTo(AgeClass.OLDER);
  }

  @Test
  void ageClass_future_isTheYoungest() {
    assertThat(classOf(Duration.ofDays(-9))).isEqualTo(AgeClass.DAY);
  }

  @Test
  void ageClass_noEvidence_isUnknown() {
    assertThat(AgeClass.of(LastUse.UNKNOWN, NOW)).isEqualTo(AgeClass.UNKNOWN);
  }
}
