package dev.cratehold.home.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CompatTotalsTest {
  @Test
  void text_counts_areInCargosWords() {
    assertThat(new CompatTotals(0, 0, 0).text()).isEqualTo("0 files");
    assertThat(new CompatTotals(1, 1, 2).text()).isEqualTo("1 file, 2B total");
    assertThat(new CompatTotals(12, 3, 3072).text()).isEqualTo("12 files, 3.0KiB total");
    assertThat(new CompatTotals(2, 1, 0).text()).isEqualTo("2 files");
    assertThat(new CompatTotals(0, 1, 0).text()).isEqualTo("1 directory");
    assertThat(new CompatTotals(0, 4, 0).text()).isEqualTo("4 directories");
  }

  @Test
  void summary_ofEachMode_isAlignedToTheRight() {
    CompatPlan nothing = new CompatPlan(List.of(), List.of());
    assertThat(new CompatReport.Done(nothing, CompatMode.REMOVE, CompatTotals.NOTHING).summary())
        .isEqualTo("     Removed 0 files");
    assertThat(new CompatReport.Done(nothing, CompatMode.DRY_RUN, CompatTotals.NOTHING).summary())
        .isEqualTo("     Summary 0 files");
  }
}
