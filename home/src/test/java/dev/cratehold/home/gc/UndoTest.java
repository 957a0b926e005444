package dev.cratehold.home.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.home.lastuse.RowChange;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.LockAttempt.Held;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.home.trash.KeepUntil;
import dev.cratehold.home.trash.KeptRun;
import dev.cratehold.home.trash.Trash;
import dev.cratehold.home.trash.TrashRun;
import dev.cratehold.posix.Capability;
import dev.cratehold.posix.Posix;
import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UndoTest {
  private static final Posix POSIX = Posix.system();
  private static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");
  private static final ItemId INDEX = ItemId.index("index.crates.io-1949cf8c6b5b557f");
  private static final ItemId CRATE = ItemId.crate(INDEX.directory(), "a-1.0.0.crate");
  private static final ItemId SRC = ItemId.src(INDEX.directory(), "a-1.0.0");
  private static final List<LastUseRow> ROWS =
      List.of(
          new LastUseRow(INDEX, OptionalLong.empty(), 1_700_000_000),
          new LastUseRow(CRATE, OptionalLong.of(5), 1_700_000_100),
          new LastUseRow(SRC, OptionalLong.of(3), 1_700_000_200));

  private final FakeClock clock = new FakeClock(NOW);
  @TempDir private Path root;
  private CargoHome home;
  private Undo undo;

  @BeforeEach
  void makeHome() throws IOException {
    home = new CargoHome(root);
    undo = new Undo(home, POSIX, clock);
    write(INDEX.path() + "/config.json");
    write(CRATE.path());
    write(SRC.path() + "/Cargo.toml");
    change(ROWS.stream().<RowChange>map(RowChange.Insert::new).toList());
  }

  private void write(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "old");
  }

  private void change(List<RowChange> changes) throws IOException {
    try (LastUseDatabase database = LastUseDatabase.open(home, clock)) {
      database.apply(changes);
    }
  }

  private List<LastUseRow> rows() {
    return LastUseDatabase.read(home) instanceof LastUseState.Present(var snapshot)
        ? snapshot.rows()
        : List.of();
  }

  /// What a collection does that keeps its trash.
  private KeptRun collect(ItemId... items) throws IOException {
    KeepUntil week = new KeepUntil.Time(NOW.plus(Duration.ofDays(7)));
    try (TrashRun run = new Trash(home, POSIX).begin(NOW, 1, week)) {
      run.remember(ROWS);
      List<RowChange> deletions = new ArrayList<>();
      for (ItemId item : items) {
        run.detach(item);
        deletions.add(new RowChange.Delete(item));
      }
      change(deletions);
    }
    return undo.runs().getFirst();
  }

  private UndoReport restore(KeptRun run, BooleanSupplier stopped) throws IOException {
    return undo.restore(run, new Patience.None(), what -> {}, stopped);
  }

  private UndoReport.Restored restore(KeptRun run) throws IOException {
    return (UndoReport.Restored) restore(run, () -> false);
  }

  @Test
  void restore_allItems_bringsFilesAndRowsBack() throws IOException {
    KeptRun run = collect(SRC, CRATE, INDEX);
    assertThat(rows()).isEmpty();

    UndoReport.Restored report = restore(run);

    assertThat(report.restored()).containsExactly(INDEX, CRATE, SRC);
    assertThat(report.warnings()).isEmpty();
    assertThat(rows()).containsExactlyInAnyOrderElementsOf(ROWS);
    assertThat(home.resolve(SRC).resolve("Cargo.toml")).hasContent("old");
  }

  @Test
  void restore_done_leavesNoTraceInTheTrash() throws IOException {
    KeptRun run = collect(SRC);

    restore(run);

    assertThat(undo.runs()).isEmpty();
    assertThat(root.resolve(".cratehold/trash")).isEmptyDirectory();
  }

  @Test
  void restore_fetchedAgainMeanwhile_keepsCargosAndItsRow() throws IOException {
    KeptRun run = collect(SRC, CRATE);
    write(CRATE.path());
    Files.writeString(home.resolve(CRATE), "new");
    LastUseRow used = new LastUseRow(CRATE, OptionalLong.of(3), 1_790_000_000);
    change(List.of(new RowChange.Insert(used)));

    UndoReport.Restored report = restore(run);

    assertThat(report.existing()).containsExactly(CRATE);
    assertThat(report.restored()).containsExactly(SRC);
    assertThat(home.resolve(CRATE)).hasContent("new");
    assertThat(rows()).contains(used);
    assertThat(root.resolve(".cratehold/trash")).isEmptyDirectory();
  }

  @Test
  void restore_cargoIsAtWork_touchesNothing() throws IOException {
    KeptRun run = collect(SRC);
    CargoLocks cargo = new CargoLocks(home, POSIX, what -> {});

    try (var held = ((Held) cargo.acquire(LockMode.SHARED, new Patience.None())).lock()) {
      assertThat(held).isNotNull();
      assertThat(restore(run, () -> false)).isInstanceOf(UndoReport.Busy.class);
    }

    assertThat(undo.runs()).containsExactly(run);
  }

  @Test
  void restore_noLocksHere_isRefused() throws IOException {
    KeptRun run = collect(SRC);
    Undo unlocked = new Undo(home, POSIX.without(Capability.FLOCK), clock);

    UndoReport report = unlocked.restore(run, new Patience.None(), what -> {}, () -> false);

    assertThat(report).isInstanceOf(UndoReport.Refused.class);
    assertThat(undo.runs()).containsExactly(run);
  }

  @Test
  void restore_stopped_goesOnTheNextTime() throws IOException {
    KeptRun run = collect(SRC, CRATE);

    UndoReport.Restored first =
        (UndoReport.Restored) restore(run, () -> Files.exists(home.resolve(CRATE)));
    UndoReport.Restored second = restore(undo.runs().getFirst());

    assertThat(first.end()).isEqualTo(HomeReport.End.STOPPED);
    assertThat(first.restored()).containsExactly(CRATE);
    assertThat(first.left()).isEqualTo(1);
    assertThat(second.restored()).containsExactly(SRC);
    assertThat(rows()).containsExactlyInAnyOrderElementsOf(ROWS);
  }

  @Test
  void restore_databaseIsBroken_bringsTheFilesBackAndWarns() throws IOException {
    KeptRun run = collect(SRC);
    Files.writeString(home.lastUseDatabase(), "this is no database at all, and never was one");

    UndoReport.Restored report = restore(run);

    assertThat(home.resolve(SRC)).exists();
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .startsWith("when the items were used last could not be written down again");
  }

  @Test
  void purge_keptRun_freesItsSpace() throws IOException {
    KeptRun run = collect(SRC, CRATE);

    assertThat(undo.purge(run, part -> {}))
        .hasValueSatisfying(removal -> assertThat(removal.files()).isEqualTo(2));

    assertThat(undo.runs()).isEmpty();
  }

  @Test
  void restore_runThatWentOnSinceItWasListed_bringsBackWhatItTookLater() throws IOException {
    KeptRun listed;
    KeepUntil week = new KeepUntil.Time(NOW.plus(Duration.ofDays(7)));
    try (TrashRun run = new Trash(home, POSIX).begin(NOW, 1, week)) {
      run.detach(SRC);
      listed = undo.runs().getFirst();
      run.detach(CRATE);
    }

    UndoReport.Restored report = restore(listed);

    assertThat(report.restored()).containsExactlyInAnyOrder(CRATE, SRC);
    assertThat(home.resolve(CRATE)).exists();
  }
}
