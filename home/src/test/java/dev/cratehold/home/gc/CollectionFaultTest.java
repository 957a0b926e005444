package dev.cratehold.home.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.home.trash.KeptRun;
import dev.cratehold.home.trash.Trash;
import dev.cratehold.posix.Capability;
import dev.cratehold.posix.Posix;
import dev.cratehold.testing.FaultyFileSystem;
import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole collection of everything, each of whose steps on the disk fails in turn.
final class CollectionFaultTest {
  private static final Posix POSIX = Posix.system().without(Capability.TREES);
  private static final HomeParameters SMALL =
      HomeParameters.perfect(5).with(new HomeParameters.Amounts(1, 1, 1, 3, 10, 100, 1, 1));

  private final FaultyFileSystem disk = FaultyFileSystem.create();
  @TempDir private Path scratch;
  private Path root;
  private CargoHome home;
  private Instant now;

  @BeforeEach
  void makeHome() throws IOException {
    SyntheticHome made = SyntheticHome.create(Files.createTempDirectory(scratch, "home-"), SMALL);
    root = made.root();
    home = new CargoHome(disk.path(root));
    now = Instant.ofEpochSecond(made.now()).plus(Duration.ofDays(1));
  }

  private static CollectionOptions everything(Optional<Duration> keepUndo) {
    CollectionOptions.Builder options = CollectionOptions.builder().grace(Duration.ZERO);
    for (ItemKind kind : CollectionOptions.DEFAULT_AGES.keySet()) {
      options.age(kind, Duration.ZERO);
    }
    keepUndo.ifPresent(options::keepUndo);
    return options.build();
  }

  private HomeReport collect(Optional<Duration> keepUndo) throws IOException {
    HomeCollector collector = new HomeCollector(home, POSIX, what -> {});
    CollectionOptions options = everything(keepUndo);
    HomePlan plan = collector.plan(options, now, HomeListener.NONE);
    return collector.carryOut(plan, options, HomeListener.NONE, () -> false);
  }

  private void collectWhateverFails(Optional<Duration> keepUndo) {
    try {
      collect(keepUndo);
    } catch (IOException e) {
      assertThat(disk.lastFault()).as("without a fault: " + e).isPresent();
    }
  }

  private static SortedSet<String> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }
  }

  /// No source or checkout that cargo takes for whole lacks a file, and no clone.
  private void assertWholeOrGone(SortedSet<String> before) throws IOException {
    SortedSet<String> present = files(root);
    for (String marker : before) {
      if (present.contains(marker) && (isAt(marker, ".cargo-ok") || isAt(marker, "HEAD"))) {
        String directory = marker.substring(0, marker.lastIndexOf('/') + 1);
        assertThat(present)
            .as(disk.lastFault().toString())
            .containsAll(before.stream().filter(file -> file.startsWith(directory)).toList());
      }
    }
  }

  private static boolean isAt(String file, String name) {
    return file.endsWith("/" + name) && !file.startsWith(".cratehold/") && !file.contains("/.git/");
  }

  private void assertDatabaseIsSound() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + root.resolve(".global-cache"));
        ResultSet result = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
      assertThat(result.getString(1)).isEqualTo("ok");
    }
    assertThat(LastUseDatabase.read(new CargoHome(root))).isInstanceOf(LastUseState.Present.class);
  }

  private void everyStep(LongConsumer plan, Optional<Duration> keepUndo) throws Exception {
    long n = 0;
    boolean struck = true;
    while (struck) {
      n++;
      disk.heal();
      makeHome();
      SortedSet<String> before = files(root);
      plan.accept(n);

      collectWhateverFails(keepUndo);
      struck = disk.lastFault().isPresent();

      assertWholeOrGone(before);
      assertDatabaseIsSound();
      disk.heal();
      assertHealed(keepUndo, before);
    }
    assertThat(n).as("steps").isGreaterThan(10);
  }

  private void assertHealed(Optional<Duration> keepUndo, SortedSet<String> before)
      throws IOException {
    if (keepUndo.isPresent()) {
      for (KeptRun run : new Trash(home, POSIX).kept()) {
        bringBack(run);
      }
      assertThat(files(root)).as(disk.lastFault().toString()).containsAll(before);
      return;
    }
    HomeReport report = collect(Optional.empty());
    assertThat(report).isInstanceOf(HomeReport.Carried.class);
    new Trash(home, POSIX).sweep(now, part -> {});
    assertThat(files(root))
        .filteredOn(file -> file.startsWith("registry/src/") || file.startsWith(".cratehold/trash"))
        .isEmpty();
  }

  private void bringBack(KeptRun run) throws IOException {
    UndoReport report =
        new Undo(home, POSIX, () -> now).restore(run, new Patience.None(), what -> {}, () -> false);
    assertThat(report)
        .isInstanceOfSatisfying(
            UndoReport.Restored.class,
            restored -> assertThat(restored.failed()).isEqualTo(List.of()));
  }

  @Test
  void carryOut_eachStepFails_keepsTheHomeSound() throws Exception {
    everyStep(disk::failAt, Optional.empty());
  }

  @Test
  void carryOut_diskDiesAtEachStep_keepsTheHomeSound() throws Exception {
    everyStep(disk::failFrom, Optional.empty());
  }

  @Test
  void carryOut_diskFullFromEachStep_keepsTheHomeSound() throws Exception {
    everyStep(disk::fullFrom, Optional.empty());
  }

  @Test
  void carryOut_diskDiesInPlaceAtEachStep_keepsTheHomeSound() throws Exception {
    disk.pretendDevices();
    everyStep(disk::failFrom, Optional.empty());
  }

  @Test
  void carryOut_undoKeptAndDiskDiesAtEachStep_losesNothing() throws Exception {
    everyStep(disk::failFrom, Optional.of(Duration.ofDays(7)));
  }
}
