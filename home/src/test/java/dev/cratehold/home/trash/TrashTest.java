package dev.cratehold.home.trash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import dev.cratehold.retention.Detached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrashTest {
  private static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");
  private static final String RUN = "20261121T160000Z-1234";
  private static final KeepUntil NOTHING = new KeepUntil.Nothing();
  private static final KeepUntil WEEK = new KeepUntil.Time(NOW.plus(Duration.ofDays(7)));

  @TempDir private Path root;
  private HomeFiles files;
  private Trash trash;

  @BeforeEach
  void makeHome() {
    CargoHome home = new CargoHome(root);
    files = new HomeFiles(home);
    trash = new Trash(home, Posix.system());
  }

  private TrashRun begin(KeepUntil keep) throws IOException {
    return trash.begin(NOW, 1234, keep);
  }

  private Removal sweep(Instant now) throws IOException {
    return trash.sweep(now, part -> {});
  }

  @Test
  void detach_src_movesItToItsOwnPathInTheTrash() throws IOException {
    ItemId src = files.src("a-1.0.0");

    try (TrashRun run = begin(NOTHING)) {
      assertThat(run.detach(src)).isEqualTo(Detached.DETACHED);
    }

    assertThat(files.has(src)).isFalse();
    assertThat(files.trash()).contains(RUN + "/" + src.path() + "/.cargo-ok", RUN + ".jsonl");
  }

  @Test
  void detach_missingItem_hasVanishedAndMakesNothing() throws IOException {
    try (TrashRun run = begin(NOTHING)) {
      assertThat(run.detach(ItemId.src("r", "a-1.0.0"))).isEqualTo(Detached.VANISHED);
    }

    assertThat(root).isEmptyDirectory();
  }

  @Test
  void detach_parentAfterItsChild_joinsThemInTheTrash() throws IOException {
    ItemId crate = files.crate("a-1.0.0.crate");
    files.crate("b-1.0.0.crate");
    ItemId directory = ItemId.leftover("registry/cache/" + HomeFiles.REGISTRY);

    try (TrashRun run = begin(NOTHING)) {
      run.detach(crate);
      assertThat(run.detach(directory)).isEqualTo(Detached.DETACHED);
    }

    assertThat(files.has(directory)).isFalse();
    assertThat(files.trash())
        .contains(
            RUN + "/" + directory.path() + "/a-1.0.0.crate",
            RUN + "/" + directory.path() + "/b-1.0.0.crate");
  }

  @Test
  void detach_behindASymbolicLink_refusesAndLeavesIt() throws IOException {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Files.createDirectories(elsewhere.resolve("a-1.0.0"));
    Files.createDirectories(root.resolve("registry/src"));
    Files.createSymbolicLink(root.resolve("registry/src/linked"), elsewhere);

    try (TrashRun run = begin(NOTHING)) {
      assertThatThrownBy(() -> run.detach(ItemId.src("linked", "a-1.0.0")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is a symbolic link");
    }

    assertThat(elsewhere.resolve("a-1.0.0")).exists();
  }

  @Test
  void detach_whatIsNoCache_refuses() throws IOException {
    files.write("config.toml", "");
    files.write("registry/x", "");

    try (TrashRun run = begin(NOTHING)) {
      for (String path :
          List.of(
              "config.toml", "bin", ".package-cache", ".cratehold", "registry/../config.toml")) {
        assertThatThrownBy(() -> run.detach(ItemId.leftover(path))).isInstanceOf(IOException.class);
      }
    }

    assertThat(root.resolve("config.toml")).exists();
  }

  @Test
  void detach_partOfASource_refuses() throws IOException {
    ItemId src = files.src("a-1.0.0");

    try (TrashRun run = begin(NOTHING)) {
      assertThatThrownBy(() -> run.detach(ItemId.leftover(src.path() + "/src")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no cached item");
    }
  }

  @Test
  void begin_trashIsASymbolicLink_refuses() throws IOException {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Files.createDirectory(root.resolve(".cratehold"));
    Files.createSymbolicLink(root.resolve(".cratehold/trash"), elsewhere);

    assertThatThrownBy(() -> begin(NOTHING))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("symbolic link");
  }

  @Test
  void begin_ownDirectoryIsAFile_refuses() throws IOException {
    files.write(".cratehold", "");

    assertThatThrownBy(() -> begin(NOTHING))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(".cratehold must be a directory");
  }

  @Test
  void empty_ordinaryRun_deletesAllAndCountsWhatCargoCounts() throws IOException {
    List<ItemId> items =
        List.of(files.src("a-1.0.0"), files.src("b-1.0.0"), files.crate("c.crate"));
    List<Long> heard = new ArrayList<>();

    Removal removal;
    try (TrashRun run = begin(NOTHING)) {
      for (ItemId item : items) {
        run.detach(item);
      }
      removal = run.empty(part -> heard.add(part.files()));
    }

    assertThat(removal.files()).isEqualTo(7);
    assertThat(removal.bytes()).isEqualTo(2 * 17 + 5);
    assertThat(removal.isComplete()).isTrue();
    assertThat(heard.stream().mapToLong(Long::longValue).sum()).isEqualTo(7);
    assertThat(root.resolve(".cratehold/trash")).isEmptyDirectory();
  }

  @Test
  void empty_symbolicLinkInTheTrash_deletesTheLinkAndNotItsTarget() throws IOException {
    Path outside = files.write("outside/precious", "x");
    ItemId src = files.src("a-1.0.0");
    Files.createSymbolicLink(files.home().resolve(src).resolve("link"), outside.getParent());

    try (TrashRun run = begin(NOTHING)) {
      run.detach(src);
      run.empty(part -> {});
    }

    assertThat(outside).exists();
    assertThat(files.trash()).isEmpty();
  }

  @Test
  void empty_keptRun_deletesNothing() throws IOException {
    ItemId src = files.src("a-1.0.0");

    try (TrashRun run = begin(WEEK)) {
      run.detach(src);
      assertThat(run.empty(part -> {})).isEqualTo(Removal.NONE);
      assertThat(run.undo()).contains(RUN);
    }

    assertThat(files.trash()).contains(RUN + "/" + src.path() + "/Cargo.toml");
  }

  @Test
  void empty_keptRunThatTookNothing_leavesNothing() throws IOException {
    try (TrashRun run = begin(WEEK)) {
      run.remember(List.of(new LastUseRow(ItemId.index("r"), OptionalLong.empty(), 1)));
      run.empty(part -> {});
      assertThat(run.undo()).isEmpty();
    }

    assertThat(files.trash()).isEmpty();
  }

  @Test
  void begin_secondRunInOneSecond_getsANameOfItsOwn() throws IOException {
    try (TrashRun first = begin(NOTHING);
        TrashRun second = begin(NOTHING)) {
      first.detach(files.src("a-1.0.0"));
      second.detach(files.src("b-1.0.0"));
    }

    assertThat(files.trash()).contains(RUN + ".jsonl", RUN + "-2.jsonl");
  }

  @Test
  void sweep_leftByARunThatEnded_deletesIt() throws IOException {
    try (TrashRun run = begin(NOTHING)) {
      run.detach(files.src("a-1.0.0"));
    }

    assertThat(sweep(NOW).files()).isEqualTo(3);
    assertThat(files.trash()).isEmpty();
  }

  @Test
  void sweep_runThatGoesOn_leavesItAlone() throws IOException {
    try (TrashRun run = begin(NOTHING)) {
      run.detach(files.src("a-1.0.0"));

      assertThat(sweep(NOW.plus(Duration.ofDays(30)))).isEqualTo(Removal.NONE);
      assertThat(files.trash()).hasSize(4);
    }
  }

  @Test
  void sweep_keptRunBeforeItsTime_leavesItAlone() throws IOException {
    try (TrashRun run = begin(WEEK)) {
      run.detach(files.src("a-1.0.0"));
    }

    assertThat(sweep(NOW.plus(Duration.ofDays(7)).minusSeconds(1))).isEqualTo(Removal.NONE);
  }

  @Test
  void sweep_keptRunAfterItsTime_deletesIt() throws IOException {
    try (TrashRun run = begin(WEEK)) {
      run.detach(files.src("a-1.0.0"));
    }

    assertThat(sweep(NOW.plus(Duration.ofDays(7))).files()).isEqualTo(3);
    assertThat(files.trash()).isEmpty();
  }

  @Test
  void sweep_journalOfANewerFormat_leavesItAlone() throws IOException {
    files.write(".cratehold/trash/" + RUN + ".jsonl", "{\"format\":2,\"keep\":\"forever\"}\n");
    files.write(".cratehold/trash/" + RUN + "/registry/x", "x");

    assertThat(sweep(NOW.plus(Duration.ofDays(3650)))).isEqualTo(Removal.NONE);
  }

  @Test
  void sweep_lostJournal_deletesWhatItHasAfterAWeek() throws IOException {
    files.write(".cratehold/trash/" + RUN + "/registry/x", "x");

    assertThat(sweep(NOW.plus(Duration.ofDays(6)))).isEqualTo(Removal.NONE);
    assertThat(sweep(NOW.plus(Duration.ofDays(8))).files()).isEqualTo(1);
  }

  @Test
  void sweep_emptyJournalOfAKilledProcess_deletesIt() throws IOException {
    files.write(".cratehold/trash/" + RUN + ".jsonl", "");

    sweep(NOW);

    assertThat(files.trash()).isEmpty();
  }

  @Test
  void clear_keptAndUnreadableRuns_deletesThemButNotTheOneThatGoesOn() throws IOException {
    files.write(".cratehold/trash/20200101T000000Z-1.jsonl", "\u0000 no journal");
    files.write(".cratehold/trash/20200101T000000Z-1/registry/x", "x");
    try (TrashRun run = begin(WEEK)) {
      run.detach(files.src("a-1.0.0"));
    }
    List<String> goingOn;
    try (TrashRun run = begin(WEEK)) {
      run.detach(files.src("b-1.0.0"));

      assertThat(trash.clear(_ -> {}).files()).isEqualTo(4);
      goingOn = files.trash();
    }

    assertThat(goingOn).hasSize(4).allMatch(path -> path.startsWith(RUN + "-2"));
  }

  @Test
  void sweep_whatIsNoRun_leavesItAlone() throws IOException {
    files.write(".cratehold/trash/notes.txt", "mine");
    files.write(".cratehold/trash/20269999T999999Z-1/mine", "mine");

    assertThat(sweep(NOW.plus(Duration.ofDays(3650)))).isEqualTo(Removal.NONE);
  }

  @Test
  void sweep_noTrash_doesNothing() throws IOException {
    assertThat(sweep(NOW)).isEqualTo(Removal.NONE);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void sweep_symbolicLinkNamedAsARun_deletesTheLinkAndNothingBehindIt() throws IOException {
    Path elsewhere = root.resolve("elsewhere");
    files.write("elsewhere/a/b/c/d/file", "mine");
    files.write("elsewhere/a/b/c/e/file", "mine");
    Path link =
        Files.createDirectories(root.resolve(".cratehold/trash")).resolve("20200101T000000Z-1");
    Files.createSymbolicLink(link, elsewhere);

    sweep(NOW);

    assertThat(elsewhere.resolve("a/b/c/d/file")).exists();
    assertThat(elsewhere.resolve("a/b/c/e/file")).exists();
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void lockTaken_directoryBecameASymbolicLinkSince_isSeen() throws IOException {
    ItemId first = files.src("a-1.0.0");
    ItemId second = files.src("b-1.0.0");
    Path directory = files.home().resolve(first).getParent();
    Path elsewhere = root.resolve("elsewhere");

    try (TrashRun run = begin(NOTHING)) {
      run.detach(first);
      Files.move(directory, elsewhere);
      Files.createSymbolicLink(directory, elsewhere);
      run.lockTaken();
      assertThatThrownBy(() -> run.detach(second))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is a symbolic link");
    }

    assertThat(elsewhere.resolve("b-1.0.0")).exists();
  }

  @Test
  void lockTaken_trashBecameASymbolicLinkSince_refuses() throws IOException {
    ItemId src = files.src("a-1.0.0");
    Path directory = root.resolve(".cratehold/trash");

    try (TrashRun run = begin(NOTHING)) {
      run.detach(src);
      Files.move(directory, root.resolve("elsewhere"));
      Files.createSymbolicLink(directory, root.resolve("elsewhere"));
      assertThatThrownBy(run::lockTaken)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("symbolic link");
    }
  }

  @Test
  void detach_indexAfterOneOfItsEntries_joinsThemInTheTrash() throws IOException {
    ItemId index = ItemId.index(HomeFiles.REGISTRY);
    ItemId entry = new ItemId(ItemKind.INDEX_ENTRY, HomeFiles.REGISTRY, "ab/cd/abcd");
    files.write(entry.path(), "x");
    files.write(index.path() + "/config.json", "{}");

    try (TrashRun run = begin(NOTHING)) {
      run.detach(entry);
      assertThat(run.detach(index)).isEqualTo(Detached.DETACHED);
    }

    assertThat(files.trash())
        .contains(RUN + "/" + entry.path(), RUN + "/" + index.path() + "/config.json");
  }
}
