package dev.cratehold.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LinuxTreeWalkerTest extends TreeWalkerContract {
  private static final int ACCESS_DENIED = 13;

  @Override
  Posix posix() {
    assertThat(Posix.system().capabilities()).contains(Capability.TREES);
    return Posix.system();
  }

  @Test
  void measure_tree_agreesWithDu() throws Exception {
    Path root = smallTree("root");
    Files.write(root.resolve("large"), new byte[100_000]);
    Files.createLink(root.resolve("in/link"), root.resolve("large"));
    Files.createSymbolicLink(root.resolve("long"), Path.of("x".repeat(200)));

    assertThat(walker().measure(root, new HardLinks()).realBytes())
        .isEqualTo(Long.parseLong(du(root, "--block-size=1")));
  }

  @Test
  void measure_sparseFile_isSmallerThanItLooks() throws IOException {
    Path file = directory().resolve("sparse");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(10_000_000);
    }

    TreeUsage usage = walker().measure(file, new HardLinks());

    assertThat(usage.apparentBytes()).isEqualTo(10_000_000);
    assertThat(usage.realBytes()).isLessThan(100_000);
  }

  @Test
  void measure_deeperThanPathsAndDescriptors_countsEveryLevel() throws Exception {
    Path root = deepTree(2_100);
    assertThat(du(root, "--inodes")).isEqualTo("2100");
    OpenDescriptors watched = new OpenDescriptors();

    try (LinuxTrees trees = new LinuxTrees(Platform.current(), watched::count)) {
      assertThat(trees.measure(root, new HardLinks(), Set.of()).directories()).isEqualTo(2_100);
      assertThat(trees.remove(root).directories()).isEqualTo(2_100);
    }

    assertThat(watched.most).isLessThan(Descent.OPEN + 5);
    assertThat(watched.open).isZero();
    assertThat(root).doesNotExist();
  }

  @Test
  void remove_closedDirectory_isOpenedByItsOwner() throws IOException {
    Path root = smallTree("root");
    Files.setPosixFilePermissions(root.resolve("in"), Set.of());

    try (LinuxTrees trees = new LinuxTrees(Platform.current(), ClosedDirectories::new)) {
      assertThat(trees.remove(root).isComplete()).isTrue();
    }
    assertThat(root).doesNotExist();
  }

  @Test
  void remove_closedDirectoryOfAnother_staysAndTheRestGoes() throws IOException {
    Path root = smallTree("root");
    Path closed = root.resolve("in");
    Set<PosixFilePermission> mode = PosixFilePermissions.fromString("r-x------");
    Files.setPosixFilePermissions(closed, mode);

    try (LinuxTrees trees = new LinuxTrees(Platform.current(), AnotherUser::new)) {
      Removal removal = trees.remove(root);

      assertThat(removal.files()).isEqualTo(1);
      assertThat(removal.directories()).isEqualTo(1);
      assertThat(removal.failures())
          .containsExactlyInAnyOrder(
              new Removal.Failure(closed.resolve("two"), "Permission denied"),
              new Removal.Failure(closed.resolve("to"), "Permission denied"));
    }
    assertThat(Files.getPosixFilePermissions(closed)).isEqualTo(mode);
    assertThat(root.resolve("one")).doesNotExist();
  }

  @Test
  void remove_addedMeanwhile_isRemovedInAnotherPass() throws IOException {
    Path root = smallTree("root");

    try (LinuxTrees trees = new LinuxTrees(Platform.current(), added(root.resolve("late")))) {
      assertThat(trees.remove(root).files()).isEqualTo(4);
    }
    assertThat(root).doesNotExist();
  }

  @Test
  void remove_directoryBecomesLink_isNotFollowed() throws IOException {
    Path other = smallTree("other");
    Path root = smallTree("root");

    try (LinuxTrees trees =
        new LinuxTrees(Platform.current(), replaced(root.resolve("in"), other))) {
      assertThat(trees.remove(root).isComplete()).isTrue();
    }
    assertThat(root).doesNotExist();
    assertThat(other.resolve("in/two")).exists();
  }

  @Test
  void remove_movedMeanwhile_endsAndSaysSo() throws IOException {
    Path root = deepTree(Descent.OPEN + 10);
    Path elsewhere = Files.createDirectory(directory().resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("precious"), "text");

    try (LinuxTrees trees =
        new LinuxTrees(Platform.current(), moved(root.resolve("d/d"), elsewhere.resolve("d")))) {
      Removal removal = trees.remove(root);

      assertThat(removal.failures())
          .extracting(Removal.Failure::reason)
          .containsExactly("It was moved while it was removed");
    }
    assertThat(elsewhere.resolve("precious")).exists();
  }

  private static String du(Path root, String option) throws IOException {
    Process du = new ProcessBuilder("du", "--summarize", option, root.toString()).start();
    String line = du.inputReader().readLine();
    return line.substring(0, line.indexOf('\t'));
  }

  private static Function<MemorySegment, TreeCalls> added(Path file) {
    return before("one", () -> Files.createFile(file));
  }

  private static Function<MemorySegment, TreeCalls> replaced(Path victim, Path target) {
    return before(
        "one",
        () -> {
          try (TreeWalker walker = Posix.system().walker()) {
            walker.remove(victim);
          }
          return Files.createSymbolicLink(victim, target);
        });
  }

  private static Function<MemorySegment, TreeCalls> moved(Path victim, Path target) {
    List<Path> done = new ArrayList<>();
    return state ->
        new TreeCalls(state) {
          @Override
          int unlinkat(int directory, MemorySegment name, int flags) {
            if (done.isEmpty()) {
              done.add(uncheck(() -> Files.move(victim, target)));
            }
            return super.unlinkat(directory, name, flags);
          }
        };
  }

  /// Does something just before the file of this name is removed.
  private static Function<MemorySegment, TreeCalls> before(String file, Action action) {
    return state ->
        new TreeCalls(state) {
          @Override
          int unlinkat(int directory, MemorySegment name, int flags) {
            if (text(name).equals(file)) {
              uncheck(action);
            }
            return super.unlinkat(directory, name, flags);
          }
        };
  }

  private static String text(MemorySegment name) {
    return new String(FileNames.bytes(name), StandardCharsets.UTF_8);
  }

  private static Path uncheck(Action action) {
    try {
      return action.run();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private interface Action {
    Path run() throws IOException;
  }

  private static final class OpenDescriptors {
    private int open;
    private int most;

    TreeCalls count(MemorySegment state) {
      return new TreeCalls(state) {
        @Override
        int openat(int directory, MemorySegment name, int flags) {
          int opened = super.openat(directory, name, flags);
          open += opened >= 0 ? 1 : 0;
          most = Math.max(most, open);
          return opened;
        }

        @Override
        void close(int descriptor) {
          super.close(descriptor);
          open--;
        }
      };
    }
  }

  /// Closed directories are closed to root, too, until they are opened.
  private static class ClosedDirectories extends TreeCalls {
    private static final int PATH_ONLY = 0x200000;
    private boolean permitted;

    ClosedDirectories(MemorySegment state) {
      super(state);
    }

    @Override
    int openat(int directory, MemorySegment name, int flags) {
      boolean denied = text(name).equals("in") && (flags & PATH_ONLY) == 0 && !permitted;
      return denied ? -ACCESS_DENIED : super.openat(directory, name, flags);
    }

    @Override
    int chmod(MemorySegment path, int mode) {
      assertThat(mode).isEqualTo(0700);
      permitted = true;
      return super.chmod(path, mode);
    }
  }

  /// This user owns nothing, and may not remove what is in the closed directory.
  private static class AnotherUser extends TreeCalls {
    AnotherUser(MemorySegment state) {
      super(state);
    }

    @Override
    int geteuid() {
      return super.geteuid() + 1;
    }

    @Override
    int unlinkat(int directory, MemorySegment name, int flags) {
      boolean denied = Set.of("two", "to").contains(text(name));
      return denied ? -ACCESS_DENIED : super.unlinkat(directory, name, flags);
    }
  }
}
