package dev.cratehold.home.trash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.posix.Posix;
import dev.cratehold.retention.Detached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept of a run and brought back.
final class KeptRunTest {
  private static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");
  private static final Instant WEEK = NOW.plus(Duration.ofDays(7));

  @TempDir private Path root;
  private HomeFiles files;
  private Trash trash;

  @BeforeEach
  void makeHome() {
    CargoHome home = new CargoHome(root);
    files = new HomeFiles(home);
    trash = new Trash(home, Posix.system());
  }

  private KeptRun keep(ItemId... items) throws IOException {
    try (TrashRun run = trash.begin(NOW, 7, new KeepUntil.Time(WEEK))) {
      for (ItemId item : items) {
        run.detach(item);
      }
    }
    return trash.kept().getFirst();
  }

  private ClaimedRun claim(KeptRun run) throws IOException {
    return trash.claim(run).orElseThrow();
  }

  @Test
  void kept_runsOfTwoDays_listsTheLatestFirst() throws IOException {
    keep(files.src("a-1.0.0"));
    try (TrashRun run = trash.begin(NOW.plusSeconds(86_400), 7, new KeepUntil.Time(WEEK))) {
      run.detach(files.src("b-1.0.0"));
    }

    assertThat(trash.kept())
        .extracting(KeptRun::name)
        .containsExactly("20261122T160000Z-7", "20261121T160000Z-7");
  }

  @Test
  void kept_oneRun_saysUntilWhenAndWhat() throws IOException {
    ItemId src = files.src("a-1.0.0");
    ItemId crate = files.crate("a-1.0.0.crate");

    KeptRun run = keep(src, crate);

    assertThat(run).isEqualTo(new KeptRun("20261121T160000Z-7", NOW, WEEK, List.of(crate, src)));
    assertThat(trash.measure(run).files()).isEqualTo(4);
  }

  @Test
  void kept_runThatIsNotKept_isNotListed() throws IOException {
    try (TrashRun run = trash.begin(NOW, 7, new KeepUntil.Nothing())) {
      run.detach(files.src("a-1.0.0"));
    }

    assertThat(trash.kept()).isEmpty();
  }

  @Test
  void restore_allItems_givesTheSameHome() throws IOException {
    ItemId src = files.src("a-1.0.0");
    ItemId crate = files.crate("a-1.0.0.crate");
    ItemId db = files.gitDb("dep-fe5c382054efffa8");
    SortedMap<String, String> before = files.all();
    KeptRun kept = keep(src, crate, db);
    Files.delete(root.resolve("git/db"));

    try (ClaimedRun run = claim(kept)) {
      for (ItemId id : kept.items()) {
        assertThat(run.restore(id)).isEqualTo(Detached.DETACHED);
      }
      run.empty(part -> {});
    }

    assertThat(files.all()).isEqualTo(before);
  }

  @Test
  void restore_madeAgainMeanwhile_leavesTheNewOne() throws IOException {
    ItemId src = files.src("a-1.0.0");
    KeptRun kept = keep(src);
    files.write(src.path() + "/Cargo.toml", "new");

    try (ClaimedRun run = claim(kept)) {
      assertThat(run.restore(src)).isEqualTo(Detached.USED);
    }

    assertThat(files.home().resolve(src).resolve("Cargo.toml")).hasContent("new");
  }

  @Test
  void restore_parentTakenAfterItsChild_bringsBoth() throws IOException {
    ItemId crate = files.crate("a-1.0.0.crate");
    files.crate("b-1.0.0.crate");
    ItemId directory = ItemId.leftover("registry/cache/" + HomeFiles.REGISTRY);
    SortedMap<String, String> before = files.all();
    KeptRun kept = keep(crate, directory);

    try (ClaimedRun run = claim(kept)) {
      assertThat(kept.items()).containsExactly(directory, crate);
      assertThat(run.restore(directory)).isEqualTo(Detached.DETACHED);
      assertThat(run.restore(crate)).isEqualTo(Detached.DETACHED);
      run.empty(part -> {});
    }

    assertThat(files.all()).isEqualTo(before);
  }

  @Test
  void rows_remembered_areReadBack() throws IOException {
    ItemId src = files.src("a-1.0.0");
    List<LastUseRow> rows =
        List.of(
            new LastUseRow(ItemId.index(HomeFiles.REGISTRY), OptionalLong.empty(), 1_700_000_000),
            new LastUseRow(src, OptionalLong.of(17), 1_700_000_300));
    try (TrashRun run = trash.begin(NOW, 7, new KeepUntil.Time(WEEK))) {
      run.remember(rows);
      run.detach(src);
    }

    try (ClaimedRun run = claim(trash.kept().getFirst())) {
      assertThat(run.rows()).isEqualTo(rows);
    }
  }

  @Test
  void kept_journalCutShortByAKill_hasAllWholeLines() throws IOException {
    ItemId src = files.src("a-1.0.0");
    KeptRun kept = keep(src);
    Files.writeString(
        root.resolve(".cratehold/trash/" + kept.name() + ".jsonl"),
        "{\"item\":\"src\",\"direc",
        StandardOpenOption.APPEND);

    assertThat(trash.kept()).containsExactly(kept);
  }

  @Test
  void claim_twice_isGivenOnce() throws IOException {
    KeptRun kept = keep(files.src("a-1.0.0"));

    try (ClaimedRun run = claim(kept)) {
      assertThat(run).isNotNull();
      assertThat(trash.claim(kept)).isEmpty();
    }
  }

  @Test
  void claim_purgedMeanwhile_isGivenToNobody() throws IOException {
    KeptRun kept = keep(files.src("a-1.0.0"));
    try (ClaimedRun run = claim(kept)) {
      run.empty(part -> {});
    }

    assertThat(trash.claim(kept)).isEmpty();
    assertThat(files.trash()).isEmpty();
  }

  @Test
  void kept_journalNamesWhatIsNoItem_passesItOver() throws IOException {
    ItemId src = files.src("a-1.0.0");
    KeptRun run = keep(src);
    Path journal = root.resolve(".cratehold/trash").resolve(run.name() + ".jsonl");
    Files.writeString(
        journal,
        """
        {"item":"crate","directory":"..","name":"..\\u0000"}
        {"item":"crate","directory":"..","name":"../../../victim"}
        {"item":"leftover","directory":"","name":"config.toml"}
        """,
        StandardOpenOption.APPEND);

    assertThat(trash.kept().getFirst().items()).containsExactly(src);
  }
}
