package dev.cratehold.home.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.layout.LockFiles.Found;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFilesTest {
  @TempDir private Path root;

  private Path lock(String directory) throws IOException {
    Path file = root.resolve(directory).resolve("Cargo.lock");
    Files.createDirectories(root.resolve(directory));
    return Files.writeString(file, "version = 4\n");
  }

  private Found find(Path... roots) {
    return LockFiles.find(List.of(roots), new CargoHome(root.resolve("cargo")), Posix.system());
  }

  @Test
  void find_nestedProjects_areFound() throws IOException {
    Path one = lock("one");
    Path two = lock("more/two");

    assertThat(find(root).lockFiles()).containsOnlyKeys(one, two);
  }

  @Test
  void find_targetAndHiddenDirectoriesAndTheHome_areNotEntered() throws IOException {
    lock("one/target/package/x");
    lock("one/.git/x");
    lock("cargo/registry/src/r-0/a-1.0.0");

    assertThat(find(root).lockFiles()).isEmpty();
  }

  @Test
  void find_lockFileItself_isRead() throws IOException {
    Path one = lock("one");

    assertThat(find(one).lockFiles()).containsOnlyKeys(one);
  }

  @Test
  void find_linkToItself_ends() throws IOException {
    Path one = lock("one");
    Files.createSymbolicLink(root.resolve("one/loop"), root);

    assertThat(find(root).lockFiles()).containsOnlyKeys(one);
  }

  @Test
  void find_malformedLockFile_isAProblemAndTheOthersAreRead() throws IOException {
    Path good = lock("good");
    Path bad = lock("bad");
    Files.writeString(bad, "<<<<<<<");

    Found found = find(root);

    assertThat(found.lockFiles()).containsOnlyKeys(good);
    assertThat(found.problems())
        .singleElement()
        .asString()
        .contains(bad.toString(), "line 1 of the lock file is malformed");
  }

  @Test
  void find_bytesThatAreNoText_areAProblem() throws IOException {
    Path bad = lock("bad");
    Files.write(bad, new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThat(find(root).problems()).containsExactly(bad + " cannot be read: it is not UTF-8");
  }

  @Test
  void find_emptyLockFile_isAProblem() throws IOException {
    Path empty = Files.writeString(lock("empty"), "\n");

    assertThat(find(root).lockFiles()).isEmpty();
    assertThat(find(root).problems()).containsExactly(empty + " is empty");
  }

  @Test
  void find_missingDirectory_isAProblem() {
    assertThat(find(root.resolve("none")).problems())
        .containsExactly(root.resolve("none") + " does not exist");
  }
}
