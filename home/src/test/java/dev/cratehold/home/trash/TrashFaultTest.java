package dev.cratehold.home.trash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.posix.Capability;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import dev.cratehold.retention.Detached;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trash on disks that fail, are full, or are several.
final class TrashFaultTest {
  private static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");
  private static final Posix POSIX = Posix.system().without(Capability.TREES);
  private static final KeepUntil NOTHING = new KeepUntil.Nothing();
  private static final KeepUntil WEEK = new KeepUntil.Time(NOW.plus(Duration.ofDays(7)));

  private final FaultyFileSystem disk = FaultyFileSystem.create();
  @TempDir private Path scratch;
  private Path root;
  private HomeFiles files;
  private Trash trash;
  private List<ItemId> items;

  @BeforeEach
  void makeHome() throws IOException {
    root = Files.createTempDirectory(scratch, "home-");
    files = new HomeFiles(new CargoHome(root));
    trash = new Trash(new CargoHome(disk.path(root)), POSIX);
    items =
        List.of(
            files.src("a-1.0.0"), files.crate("a-1.0.0.crate"), files.gitDb("d-fe5c382054efffa8"));
  }

  /// Takes all that can be taken, and says what could not.
  private List<ItemId> collect(KeepUntil keep) throws IOException {
    List<ItemId> failed = new ArrayList<>();
    try (TrashRun run = trash.begin(NOW, 1, keep)) {
      for (ItemId item : items) {
        detach(run, item).ifPresent(failed::add);
      }
      run.empty(part -> {});
    }
    return failed;
  }

  private static Optional<ItemId> detach(TrashRun run, ItemId item) {
    try {
      run.detach(item);
      return Optional.empty();
    } catch (IOException _) {
      return Optional.of(item);
    }
  }

  private void collectWhateverFails(KeepUntil keep) {
    try {
      collect(keep);
    } catch (IOException e) {
      assertThat(disk.lastFault()).as("without a fault: " + e).isPresent();
    }
  }

  private void assertNothingIsTakenForWhole(SortedMap<String, String> before) throws IOException {
    SortedMap<String, String> now = files.all();
    for (Path marker : Marker.in(root, ItemId.leftover("registry"))) {
      assertWholeIf(marker, before, now);
    }
    for (Path marker : Marker.in(root, ItemId.leftover("git"))) {
      assertWholeIf(marker, before, now);
    }
  }

  private void assertWholeIf(
      Path marker, SortedMap<String, String> before, SortedMap<String, String> now) {
    if (Files.exists(marker)) {
      String directory = root.relativize(marker.getParent()) + "/";
      before.keySet().stream()
          .filter(file -> file.startsWith(directory))
          .forEach(file -> assertThat(now).as(disk.lastFault().toString()).containsKey(file));
    }
  }

  private List<Path> runDirectories() throws IOException {
    Path directory = root.resolve(".cratehold/trash");
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(Files::isDirectory).toList();
    }
  }

  private interface Plan {
    void set(long n);
  }

  private void everyStep(Plan plan, KeepUntil keep) throws IOException {
    long n = 0;
    boolean struck = true;
    while (struck) {
      n++;
      disk.heal();
      makeHome();
      SortedMap<String, String> before = files.all();
      plan.set(n);

      collectWhateverFails(keep);
      struck = disk.lastFault().isPresent();

      assertNothingIsTakenForWhole(before);
      disk.heal();
      assertHealed(keep, before);
    }
    assertThat(n).as("steps").isGreaterThan(8);
  }

  private void assertHealed(KeepUntil keep, SortedMap<String, String> before) throws IOException {
    switch (keep) {
      case KeepUntil.Nothing _ -> {
        trash.sweep(NOW, part -> {});
        assertThat(runDirectories()).isEmpty();
      }
      case KeepUntil.Time _ -> {
        for (KeptRun kept : trash.kept()) {
          bringBack(kept);
        }
        assertThat(files.all()).containsAllEntriesOf(before);
      }
    }
  }

  private void bringBack(KeptRun kept) throws IOException {
    try (ClaimedRun run = trash.claim(kept).orElseThrow()) {
      for (ItemId id : kept.items()) {
        run.restore(id);
      }
    }
  }

  @Test
  void collect_eachStepFails_leavesNothingThatIsTakenForWhole() throws IOException {
    everyStep(disk::failAt, NOTHING);
  }

  @Test
  void collect_diskDiesAtEachStep_leavesNothingThatIsTakenForWhole() throws IOException {
    everyStep(disk::failFrom, NOTHING);
  }

  @Test
  void collect_diskFullFromEachStep_leavesNothingThatIsTakenForWhole() throws IOException {
    everyStep(disk::fullFrom, NOTHING);
  }

  @Test
  void collect_eachStepFailsInPlace_leavesNothingThatIsTakenForWhole() throws IOException {
    disk.pretendDevices();
    everyStep(disk::failAt, NOTHING);
  }

  @Test
  void collect_diskDiesInPlaceAtEachStep_leavesNothingThatIsTakenForWhole() throws IOException {
    disk.pretendDevices();
    everyStep(disk::failFrom, NOTHING);
  }

  @Test
  void collectDirectories_eachStepFailsInPlace_leavesNothingThatIsTakenForWhole()
      throws IOException {
    disk.pretendDevices();
    everyStep(
        n -> {
          items = List.of(ItemId.leftover("registry/src"), new ItemId(ItemKind.GIT_DB, "", ""));
          disk.failFrom(n);
        },
        NOTHING);
  }

  @Test
  void collectToKeep_eachStepFails_losesNothing() throws IOException {
    everyStep(disk::failAt, WEEK);
  }

  @Test
  void collectToKeep_diskDiesAtEachStep_losesNothing() throws IOException {
    everyStep(disk::failFrom, WEEK);
  }

  @Test
  void collect_otherDevice_deletesInPlaceAndCounts() throws IOException {
    disk.pretendDevices();

    try (TrashRun run = trash.begin(NOW, 1, NOTHING)) {
      for (ItemId item : items) {
        assertThat(run.detach(item)).isEqualTo(Detached.DETACHED);
      }
      Removal removal = run.empty(part -> {});
      assertThat(removal.files()).isEqualTo(6);
    }

    assertThat(files.all()).isEmpty();
  }

  @Test
  void collect_fullDisk_deletesInPlace() throws IOException {
    disk.fullFrom(1);

    assertThat(collect(NOTHING)).isEmpty();

    assertThat(files.all()).isEmpty();
  }

  @Test
  void collect_readOnlyDisk_failsEachAndKeepsAll() throws IOException {
    SortedMap<String, String> before = files.all();
    disk.pretendReadOnly();

    assertThat(collect(NOTHING)).isEqualTo(items);

    assertThat(files.all()).isEqualTo(before);
  }

  @Test
  void collectToKeep_otherDevice_failsEachAndKeepsAll() throws IOException {
    SortedMap<String, String> before = files.all();
    disk.pretendDevices();

    assertThat(collect(WEEK)).isEqualTo(items);

    assertThat(files.all()).containsAllEntriesOf(before);
  }
}
