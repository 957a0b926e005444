package dev.cratehold.home.gc;

import static dev.cratehold.home.gc.TestHome.REPOSITORY;
import static dev.cratehold.home.gc.TestHome.checkout;
import static dev.cratehold.home.gc.TestHome.crate;
import static dev.cratehold.home.gc.TestHome.days;
import static dev.cratehold.home.gc.TestHome.size;
import static dev.cratehold.home.gc.TestHome.src;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.ItemId;
import dev.cratehold.retention.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeCollectorSizesTest {
  @TempDir private Path scratch;
  private TestHome home;

  @BeforeEach
  void makeHome() throws IOException {
    home = new TestHome(scratch.resolve("home"));
    home.index(days(1));
  }

  /// Cargo's own table: limit, and how many of seven crates go.
  @Test
  void collect_maxCrateSize_takesAsManyAsCargo() throws IOException {
    long[] oldestFirst = {6, 2, 1, 3, 4, 5, 1};
    for (int i = 0; i < oldestFirst.length; i++) {
      home.sized(crate("a%d-1.0.0".formatted(i)), days(20 - i), oldestFirst[i]);
    }
    int[][] table = {
      {22, 0}, {21, 1}, {16, 1}, {15, 2}, {14, 2}, {13, 3}, {12, 4}, {10, 4}, {9, 5}, {6, 5},
      {5, 6}, {1, 6}, {0, 7}
    };

    for (int[] line : table) {
      assertThat(home.victims(size(SizeLimit.CRATES, line[0]))).as("%d", line[0]).hasSize(line[1]);
    }
  }

  @Test
  void collect_maxSrcSizeUnknown_isMeasured() throws IOException {
    home.used(src("a-1.0.0"), days(3)).used(src("b-1.0.0"), days(2));

    HomePlan plan = home.plan(size(SizeLimit.SRCS, 10));

    assertThat(plan.victims())
        .singleElement()
        .satisfies(victim -> {
          assertThat(victim.entry().id()).isEqualTo(src("a-1.0.0"));
          assertThat(victim.entry().item().bytes()).isEqualTo(OptionalLong.of(10));
          assertThat(victim.reason()).isEqualTo(new Reason.OverBudget("--max-src-size", 10));
        });
  }

  @Test
  void collect_maxDownloadSize_takesASourceBeforeItsCrate() throws IOException {
    home.sized(crate("a-1.0.0"), days(3), 5).sized(src("a-1.0.0"), days(3), 10);

    assertThat(home.victims(size(SizeLimit.DOWNLOADS, 6))).containsExactly(src("a-1.0.0"));
  }

  @Test
  void collect_maxGitSize_keepsTheCloneAndItsNewestCheckout() throws IOException {
    home.repository(days(1))
        .sized(checkout("co0"), days(9), 10)
        .sized(checkout("co1"), days(2), 10);

    assertThat(home.victims(size(SizeLimit.GIT, 25))).containsExactly(checkout("co0"));
    assertThat(home.victims(size(SizeLimit.GIT, 0)))
        .containsExactly(checkout("co0"), checkout("co1"), ItemId.gitDb(REPOSITORY));
  }

  @Test
  void collect_maxSize_takesWhatCostsLeastFirst() throws IOException {
    home.repository(days(20)).sized(checkout("co0"), days(1), 10);
    home.sized(crate("a-1.0.0"), days(30), 10).sized(src("b-1.0.0"), days(1), 10);
    home.file(ItemId.leftover("registry/cache/lost-0123456789abcdef/a-1.0.0.crate"), days(1));
    ItemId orphan = ItemId.leftover("registry/cache/lost-0123456789abcdef");

    // Six things of ten bytes; the clone is in use through its checkout.
    assertThat(home.victims(size(SizeLimit.TOTAL, 50))).containsExactly(orphan);
    assertThat(home.victims(size(SizeLimit.TOTAL, 40))).hasSize(2).doesNotContain(crate("a-1.0.0"));
    assertThat(home.victims(size(SizeLimit.TOTAL, 20)))
        .containsExactly(orphan, checkout("co0"), src("b-1.0.0"), crate("a-1.0.0"));
    assertThat(home.victims(size(SizeLimit.TOTAL, 0))).hasSize(6);
  }

  @Test
  void collect_maxSizeAndNothingMayGo_takesNothingAndSaysWhatGraceKept() throws IOException {
    home.sized(src("a-1.0.0"), java.time.Duration.ofMinutes(5), 10);

    HomePlan plan = home.plan(size(SizeLimit.SRCS, 0));

    assertThat(plan.victims()).isEmpty();
    assertThat(plan.retained().byGrace()).isEqualTo(1);
  }

  @Test
  void plan_measured_everyVictimHasItsBytesAndFiles() throws IOException {
    home.used(src("a-1.0.0"), days(40)).repository(days(200)).used(checkout("co0"), days(200));

    HomePlan plan = home.plan(TestHome.defaults().detail(Detail.MEASURED));

    assertThat(plan.totals()).isEqualTo(new HomePlan.Totals(3, 30, 3, 0));
  }

  @Test
  void plan_damagedSizes_doNotOverflow() throws IOException {
    home.sized(src("a-1.0.0"), days(4), Long.MAX_VALUE)
        .sized(src("b-1.0.0"), days(3), Long.MAX_VALUE)
        .sized(src("c-1.0.0"), days(2), 1);

    assertThat(home.victims(size(SizeLimit.SRCS, 5)))
        .containsExactly(src("a-1.0.0"), src("b-1.0.0"));
  }
}
