package dev.cratehold.home.lastuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SumsTest {
  private static final OptionalLong NO_SIZE = OptionalLong.empty();

  @TempDir private Path root;

  private void rows(LastUseRow... rows) throws IOException {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(9_000));
    try (LastUseDatabase database = LastUseDatabase.open(new CargoHome(root), clock)) {
      database.apply(
          Arrays.stream(rows).map(row -> (RowChange) new RowChange.Insert(row)).toList());
    }
  }

  private SumsState sums(Long... times) {
    return LastUseDatabase.sums(new CargoHome(root), List.of(times));
  }

  private List<LastUseSum> present(Long... times) {
    return ((SumsState.Present) sums(times)).sums();
  }

  @Test
  void sums_rowsOfOneKind_areAddedUpByDirectoryAndSpan() throws IOException {
    rows(
        new LastUseRow(ItemId.index("r"), NO_SIZE, 2_000),
        new LastUseRow(ItemId.index("s"), NO_SIZE, 2_000),
        new LastUseRow(ItemId.src("r", "a-1.0.0"), OptionalLong.of(5), 2_000),
        new LastUseRow(ItemId.src("r", "b-1.0.0"), NO_SIZE, 3_000),
        new LastUseRow(ItemId.src("r", "c-1.0.0"), OptionalLong.of(7), 1_999),
        new LastUseRow(ItemId.src("s", "c-1.0.0"), OptionalLong.of(9), 1_000));

    assertThat(present(2_000L).stream().filter(sum -> sum.kind() == ItemKind.SRC))
        .containsExactlyInAnyOrder(
            new LastUseSum(ItemKind.SRC, "r", 0, 2, 5, 1, 3_000),
            new LastUseSum(ItemKind.SRC, "r", 1, 1, 7, 0, 1_999),
            new LastUseSum(ItemKind.SRC, "s", 1, 1, 9, 0, 1_000));
  }

  @Test
  void sums_crate_isAsYoungAsItsSource() throws IOException {
    rows(
        new LastUseRow(ItemId.index("r"), NO_SIZE, 1_000),
        new LastUseRow(ItemId.crate("r", "a-1.0.0.crate"), OptionalLong.of(5), 1_000),
        new LastUseRow(ItemId.src("r", "a-1.0.0"), NO_SIZE, 2_000));

    assertThat(present(2_000L)).contains(new LastUseSum(ItemKind.CRATE, "r", 0, 1, 5, 0, 2_000));
  }

  @Test
  void sums_sizesBeyondAllNumbers_areAsLargeAsNumbersGet() throws IOException {
    rows(
        new LastUseRow(ItemId.index("r"), NO_SIZE, 2_000),
        new LastUseRow(ItemId.src("r", "a-1.0.0"), OptionalLong.of(Long.MAX_VALUE), 2_000),
        new LastUseRow(ItemId.src("r", "b-1.0.0"), OptionalLong.of(Long.MAX_VALUE), 2_000));

    assertThat(present())
        .contains(new LastUseSum(ItemKind.SRC, "r", 0, 2, Long.MAX_VALUE, 0, 2_000));
  }

  @Test
  void sums_gitRows_areAddedUp() throws IOException {
    rows(
        new LastUseRow(ItemId.gitDb("x"), NO_SIZE, 1_000),
        new LastUseRow(ItemId.gitCheckout("x", "1234567"), OptionalLong.of(3), 1_000));

    assertThat(present())
        .containsExactly(
            new LastUseSum(ItemKind.GIT_DB, "x", 0, 1, 0, 1, 1_000),
            new LastUseSum(ItemKind.GIT_CHECKOUT, "x", 0, 1, 3, 0, 1_000));
  }

  @Test
  void sums_noDatabase_isMissing() {
    assertThat(sums()).isEqualTo(new SumsState.Missing());
  }

  @Test
  void sums_otherFile_isUnreadable() throws IOException {
    Files.writeString(root.resolve(".global-cache"), "no database".repeat(100));

    assertThat(sums()).isInstanceOf(SumsState.Unreadable.class);
  }
}
