package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cratehold home gc` in a home on a disk without room, which is when it is needed most: what
/// nobody uses goes although neither a directory for the trash nor a row can be written.
class HomeFullDiskTest {
  private static final String[] EVERYTHING = {
    "gc", "--grace", "0 seconds", "--max-download-age", "0 seconds"
  };

  @TempDir private Path scratch;
  private SmallDisk disk;
  private HomeCommand command;
  private HomeSoundness soundness;
  private Path home;

  @BeforeEach
  void makeHome() throws Exception {
    disk = SmallDisk.mount(scratch, 64, 20_000);
    SyntheticHome made =
        SyntheticHome.create(disk.path().resolve("home"), HomeParameters.perfect(12));
    home = made.root();
    command = HomeCommand.on(home, scratch).now(made.now() + 86_400);
    soundness = HomeSoundness.of(home);
  }

  @AfterEach
  void unmount() throws Exception {
    disk.close();
  }

  @Test
  void gc_noByteLeft_freesTheSpaceAndKeepsTheHomeSound() throws Exception {
    disk.fill();

    assertCollects();
  }

  @Test
  void gc_noFurtherFile_freesTheSpaceAndKeepsTheHomeSound() throws Exception {
    disk.fillWithFiles();

    assertCollects();
  }

  /// What was to be kept for undo is not deleted for want of room.
  @Test
  void gc_keepUndoAndNoByteLeft_keepsAll() throws Exception {
    disk.fill();

    HomeCommand.Result result =
        command.run("gc", "--grace", "0 seconds", "--max-download-age", "0 seconds", "--keep-undo");

    assertThat(result.exit()).as(result.stderr()).isIn(1, 3);
    assertThat(HomeSoundness.files(home)).containsAll(soundness.before());
    disk.empty();
    soundness.check(result.command());
  }

  private void assertCollects() throws Exception {
    HomeCommand.Result full = command.run(EVERYTHING);

    assertThat(full.exit()).as(full.stderr()).isIn(0, 3);
    assertThat(full.stderr()).doesNotContain("\tat ");
    assertThat(items()).as(full.stderr()).isEmpty();
    disk.empty();
    soundness.check(full.command());
    command.run(EVERYTHING).expect(0);
    assertThat(HomeState.of(home).rows()).isEmpty();
    assertThat(HomeSoundness.files(home.resolve(".cratehold/trash"))).isEmpty();
  }

  private List<String> items() throws IOException {
    return HomeSoundness.files(home).stream()
        .filter(file -> file.matches("(registry/(cache|src)|git/(db|checkouts))/.*"))
        .toList();
  }
}
