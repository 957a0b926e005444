package dev.cratehold.home.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.RowChange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CompatPlanTest {
  private static final long NOW = 1_000_000;
  private static final Duration DAY = Duration.ofDays(1);
  private static final ItemId INDEX = ItemId.index("r");
  private static final ItemId GIT_DB = ItemId.gitDb("abc");

  private final FakeContents contents = new FakeContents();
  private final List<LastUseRow> rows = new ArrayList<>();

  @Test
  void plan_nothingThere_isEmpty() throws IOException {
    assertThat(plan(CompatOptions.builder())).isEqualTo(new CompatPlan(List.of(), List.of()));
  }

  @Test
  void age_usedInTheVerySecond_stays() throws IOException {
    use(INDEX, NOW);
    ItemId old = use(ItemId.src("r", "old-1.0.0"), NOW - 86_401);
    use(ItemId.src("r", "edge-1.0.0"), NOW - 86_400);
    assertThat(plan(aged(ItemKind.SRC, DAY)).removals()).containsExactly(old);
  }

  @Test
  void age_ofTheIndex_takesItsSourcesThenItsCrates() throws IOException {
    use(INDEX, 5);
    use(ItemId.crate("r", "a-1.0.0.crate"), NOW);
    CompatPlan plan = plan(aged(ItemKind.INDEX, DAY));
    assertThat(plan.removals()).containsExactly(INDEX, ItemId.src("r", ""), ItemId.crate("r", ""));
    assertThat(plan.changes()).contains(new RowChange.Delete(INDEX));
  }

  @Test
  void age_ofTheGitDb_takesItsCheckouts() throws IOException {
    use(GIT_DB, 5);
    use(ItemId.gitCheckout("abc", "1234567"), NOW);
    assertThat(plan(aged(ItemKind.GIT_DB, DAY)).removals())
        .containsExactly(GIT_DB, ItemId.gitCheckout("abc", ""));
  }

  @Test
  void age_beyondTheEpoch_takesNothing() throws IOException {
    use(INDEX, 0);
    assertThat(plan(aged(ItemKind.INDEX, Duration.ofSeconds(Long.MAX_VALUE))).removals()).isEmpty();
  }

  @Test
  void downloadAge_besideALongerOne_holds() {
    CompatOptions options = aged(ItemKind.SRC, DAY.multipliedBy(9)).downloadAge(DAY).build();
    assertThat(options.ages()).containsEntry(ItemKind.SRC, DAY).hasSize(5);
  }

  @Test
  void size_boundaries_takeTheLeastThatBringsTheRestWithinTheLimit() throws IOException {
    use(INDEX, NOW);
    long[] sizes = {1, 2, 3, 4, 5, 6, 1};
    for (int i = 0; i < sizes.length; i++) {
      use(ItemId.crate("r", "foo-1.0.%d.crate".formatted(i)), sizes[i], 100 + i);
    }
    int[][] table = {{22, 0}, {21, 1}, {16, 3}, {15, 4}, {12, 4}, {7, 5}, {6, 6}, {1, 6}, {0, 7}};
    for (int[] row : table) {
      assertThat(plan(sized(CompatLimit.CRATES, row[0])).removals())
          .as("to %d", row[0])
          .hasSize(row[1]);
    }
  }

  @Test
  void size_usedInTheSameSecond_takesTheFirstByName() throws IOException {
    use(INDEX, NOW);
    use(ItemId.crate("r", "b-1.0.0.crate"), 5, 100);
    ItemId first = use(ItemId.crate("r", "a-1.0.0.crate"), 5, 100);
    assertThat(plan(sized(CompatLimit.CRATES, 9)).removals()).containsExactly(first);
  }

  @Test
  void downloadSize_usedInTheSameSecond_takesTheSourceBeforeItsCrate() throws IOException {
    use(INDEX, NOW);
    use(ItemId.crate("r", "a-1.0.0.crate"), 5, 100);
    ItemId src = use(ItemId.src("r", "a-1.0.0"), 5, 100);
    assertThat(plan(sized(CompatLimit.DOWNLOADS, 9)).removals()).containsExactly(src);
  }

  @Test
  void gitSize_cloneGoes_takesItsCheckoutsTheLastUsedFirst() throws IOException {
    use(GIT_DB, 100);
    contents.with(GIT_DB, 5);
    ItemId older = use(ItemId.gitCheckout("abc", "co0"), 5, 101);
    ItemId newer = use(ItemId.gitCheckout("abc", "co1"), 5, 102);
    assertThat(plan(sized(CompatLimit.GIT, 10)).removals()).containsExactly(GIT_DB, newer, older);
  }

  @Test
  void gitSize_newestFit_takesTheOldCheckoutOnly() throws IOException {
    ItemId older = use(ItemId.gitCheckout("abc", "co0"), 5, 101);
    use(ItemId.gitCheckout("abc", "co1"), 5, 102);
    use(GIT_DB, 103);
    contents.with(GIT_DB, 5);
    assertThat(plan(sized(CompatLimit.GIT, 10)).removals()).containsExactly(older);
  }

  @Test
  void synchronization_thingWithoutRow_isUsedNow() throws IOException {
    ItemId crate = ItemId.crate("r", "a-1.0.0.crate");
    ItemId src = ItemId.src("r", "a-1.0.0");
    contents.with(INDEX, 0).with(crate, 7).with(src, 9);
    assertThat(plan(aged(ItemKind.SRC, DAY)).changes())
        .containsExactly(
            inserted(INDEX, OptionalLong.empty()),
            inserted(crate, OptionalLong.of(7)),
            inserted(src, OptionalLong.empty()));
  }

  @Test
  void synchronization_withALimitOfSize_measuresSources() throws IOException {
    use(INDEX, NOW);
    ItemId known = use(ItemId.src("r", "a-1.0.0"), NOW);
    ItemId unknown = ItemId.src("r", "b-1.0.0");
    contents.with(known, 9).with(unknown, 11);
    assertThat(plan(sized(CompatLimit.SRCS, 100)).changes())
        .containsExactly(inserted(unknown, OptionalLong.of(11)), new RowChange.Resize(known, 9));
  }

  @Test
  void synchronization_rowWithoutThing_goes() throws IOException {
    use(INDEX, NOW);
    ItemId ghost = ItemId.src("r", "gone-1.0.0");
    rows.add(new LastUseRow(ghost, OptionalLong.empty(), NOW));
    CompatPlan plan = plan(aged(ItemKind.SRC, DAY));
    assertThat(plan).isEqualTo(new CompatPlan(List.of(), List.of(new RowChange.Delete(ghost))));
  }

  @Test
  void synchronization_parentVanished_takesWhatItLeft() throws IOException {
    ItemId crate = ItemId.crate("r", "a-1.0.0.crate");
    rows.add(new LastUseRow(INDEX, OptionalLong.empty(), NOW));
    use(crate, 5, NOW);
    CompatPlan plan = plan(aged(ItemKind.SRC, DAY));
    assertThat(plan.removals()).containsExactly(ItemId.crate("r", ""));
    assertThat(plan.changes())
        .containsExactly(new RowChange.Delete(INDEX), new RowChange.Delete(crate));
  }

  @Test
  void synchronization_directoryThatNoParentEverHad_stays() throws IOException {
    contents.with(ItemId.crate("lost", "a-1.0.0.crate"), 5);
    assertThat(plan(sized(CompatLimit.CRATES, 0))).isEqualTo(new CompatPlan(List.of(), List.of()));
  }

  @Test
  void synchronization_secondCheckoutOfAName_getsNoRow() throws IOException {
    use(GIT_DB, NOW);
    use(ItemId.gitDb("fork"), NOW);
    use(ItemId.gitCheckout("abc", "1234567"), NOW);
    contents.with(ItemId.gitCheckout("fork", "1234567"), 5);
    assertThat(plan(aged(ItemKind.SRC, DAY)).changes()).isEmpty();
  }

  @Test
  void plan_agesAndSizes_countsOnlyWhatTheAgesLeft() throws IOException {
    use(INDEX, NOW);
    ItemId old = use(ItemId.src("r", "old-1.0.0"), 50, 5);
    use(ItemId.src("r", "new-1.0.0"), 50, NOW);
    CompatOptions.Builder both = aged(ItemKind.SRC, DAY).size(CompatLimit.SRCS, 50);
    assertThat(plan(both).removals()).containsExactly(old);
  }

  @Test
  void options_nothingAskedFor_areCargosDefaults() {
    assertThat(CompatOptions.builder().build().ages()).isEqualTo(CompatOptions.DEFAULT_AGES);
    assertThat(CompatOptions.builder().size(CompatLimit.GIT, 1).build().ages()).isEmpty();
  }

  private ItemId use(ItemId id, long timestamp) {
    contents.with(id, 0);
    rows.add(new LastUseRow(id, OptionalLong.empty(), timestamp));
    return id;
  }

  private ItemId use(ItemId id, long bytes, long timestamp) {
    contents.with(id, bytes);
    rows.add(new LastUseRow(id, OptionalLong.of(bytes), timestamp));
    return id;
  }

  private static RowChange inserted(ItemId id, OptionalLong bytes) {
    return new RowChange.Insert(new LastUseRow(id, bytes, NOW));
  }

  private static CompatOptions.Builder aged(ItemKind kind, Duration age) {
    return CompatOptions.builder().age(kind, age);
  }

  private static CompatOptions.Builder sized(CompatLimit limit, long bytes) {
    return CompatOptions.builder().size(limit, bytes);
  }

  private CompatPlan plan(CompatOptions.Builder options) throws IOException {
    return CompatPlan.of(rows, contents, options.build(), Instant.ofEpochSecond(NOW));
  }
}
