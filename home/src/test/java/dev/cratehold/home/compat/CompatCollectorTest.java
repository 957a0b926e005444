package dev.cratehold.home.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.posix.Capability;
import dev.cratehold.posix.Posix;
import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompatCollectorTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(HomeParameters.NOW));
  private static final CompatOptions ALL_SRCS =
      CompatOptions.builder().size(CompatLimit.SRCS, 0).build();

  @TempDir private Path scratch;
  private CargoHome home;

  @BeforeEach
  void makeHome() throws IOException {
    home =
        new CargoHome(
            SyntheticHome.create(scratch.resolve("home"), HomeParameters.perfect(1)).root());
  }

  @Test
  void collect_allSources_leavesNeitherFilesNorRowsNorTrash() throws IOException {
    CompatReport.Done done = done(collect(Posix.system(), CompatListener.SILENT));
    assertThat(done.totals().files()).isPositive();
    assertThat(srcs()).isEmpty();
    assertThat(rowsOfSrcs()).isZero();
    assertThat(files(home.own())).isEmpty();
  }

  @Test
  void preview_allSources_saysTheSameAndChangesNothing() throws IOException {
    LastUseState before = LastUseDatabase.read(home);
    List<Path> srcs = srcs();
    CompatReport.Done preview = collector(Posix.system()).preview(ALL_SRCS, CompatListener.SILENT);
    assertThat(srcs()).isEqualTo(srcs);
    assertThat(LastUseDatabase.read(home)).isEqualTo(before);
    CompatReport.Done done = done(collect(Posix.system(), CompatListener.SILENT));
    assertThat(done.totals()).isEqualTo(preview.totals());
    assertThat(done.plan()).isEqualTo(preview.plan());
  }

  @Test
  void preview_withoutDatabase_makesNone() throws IOException {
    Files.delete(home.lastUseDatabase());
    collector(Posix.system()).preview(ALL_SRCS, CompatListener.SILENT);
    assertThat(home.lastUseDatabase()).doesNotExist();
  }

  @Test
  void preview_damagedDatabase_fails() throws IOException {
    Files.writeString(home.lastUseDatabase(), "x".repeat(5000));
    assertThatThrownBy(() -> collector(Posix.system()).preview(ALL_SRCS, CompatListener.SILENT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is no database");
  }

  @Test
  void collect_cargoCompiles_isBusy() throws IOException {
    CargoLocks build = new CargoLocks(home, Posix.system(), _ -> {});
    LockAttempt shared = build.acquire(LockMode.SHARED, new Patience.None());
    try (var _ = ((LockAttempt.Held) shared).lock()) {
      assertThat(collect(Posix.system(), CompatListener.SILENT))
          .isEqualTo(new CompatReport.Busy("package cache mutation"));
    }
  }

  @Test
  void collect_withoutFlock_isRefused() throws IOException {
    assertThat(collect(Posix.system().without(Capability.FLOCK), CompatListener.SILENT))
        .isInstanceOf(CompatReport.Refused.class);
    assertThat(srcs()).isNotEmpty();
  }

  @Test
  void collect_failureOnTheWay_leavesTheDatabaseAsItWas() throws IOException {
    LastUseState before = LastUseDatabase.read(home);
    CompatListener failing =
        new CompatListener() {
          private int calls;

          @Override
          public void removing(Path path) throws IOException {
            calls++;
            if (calls == 3) {
              throw new IOException("no more");
            }
          }
        };
    assertThatThrownBy(() -> collect(Posix.system(), failing))
        .isInstanceOf(IOException.class)
        .hasMessage("no more");
    assertThat(LastUseDatabase.read(home)).isEqualTo(before);
    assertThat(files(home.own())).isEmpty();
  }

  @Test
  void collect_verbose_namesEachPathOnce() throws IOException {
    List<Path> srcs = srcs();
    List<Path> removed = new ArrayList<>();
    collect(
        Posix.system(),
        new CompatListener() {
          @Override
          public void removing(Path path) {
            removed.add(path);
          }
        });
    assertThat(removed).containsExactlyInAnyOrderElementsOf(srcs);
  }

  @Test
  void collect_twice_findsNothing() throws IOException {
    collect(Posix.system(), CompatListener.SILENT);
    assertThat(done(collect(Posix.system(), CompatListener.SILENT)).summary())
        .isEqualTo("     Removed 0 files");
  }

  @Test
  void collect_linkAmongSources_isLeftAlone() throws IOException {
    Path outside = Files.createDirectory(scratch.resolve("outside"));
    Files.writeString(outside.resolve("file"), "precious");
    Path link = Files.createSymbolicLink(srcs().getFirst().resolveSibling("link-1.0.0"), outside);
    collect(Posix.system(), CompatListener.SILENT);
    assertThat(link).isSymbolicLink();
    assertThat(outside.resolve("file")).hasContent("precious");
  }

  private CompatReport collect(Posix posix, CompatListener listener) throws IOException {
    return collector(posix).collect(ALL_SRCS, new Patience.None(), listener);
  }

  private CompatCollector collector(Posix posix) {
    return new CompatCollector(home, posix, CLOCK, _ -> {});
  }

  private static CompatReport.Done done(CompatReport report) {
    return (CompatReport.Done) report;
  }

  private long rowsOfSrcs() {
    return ((LastUseState.Present) LastUseDatabase.read(home))
        .snapshot().rows().stream().filter(row -> row.id().kind() == ItemKind.SRC).count();
  }

  private List<Path> srcs() throws IOException {
    try (Stream<Path> all = Files.walk(home.base(ItemKind.SRC), 2)) {
      return all.filter(path -> path.getNameCount() == home.base(ItemKind.SRC).getNameCount() + 2)
          .sorted()
          .toList();
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
