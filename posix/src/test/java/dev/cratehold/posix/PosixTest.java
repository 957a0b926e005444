package dev.cratehold.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixTest {
  @TempDir private Path directory;

  @AfterEach
  void clear() {
    System.clearProperty(Posix.WITHOUT);
  }

  @Test
  void system_onLinux_canDoAll() {
    assertThat(Posix.system().capabilities()).containsExactlyInAnyOrder(Capability.values());
  }

  @Test
  void system_property_switchesOff() {
    System.setProperty(Posix.WITHOUT, "flock, file-system-type");

    assertThat(Posix.system().capabilities())
        .isEqualTo(Set.of(Capability.TREES, Capability.TERMINAL_WIDTH, Capability.REFLINK));
  }

  @Test
  void system_propertyNamesNothing_isRefused() {
    System.setProperty(Posix.WITHOUT, "flocks");

    assertThatThrownBy(Posix::system).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reflink_targetIsThere_isNotTouched() throws IOException {
    Path source = Files.writeString(directory.resolve("source"), "new");
    Path target = Files.writeString(directory.resolve("target"), "old");

    assertThatThrownBy(() -> Posix.system().reflink(source, target))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("old");
  }

  @Test
  void reflink_noSource_leavesNoTarget() {
    Path target = directory.resolve("target");

    assertThatThrownBy(() -> Posix.system().reflink(directory.resolve("none"), target))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void reflink_switchedOff_isNotPossibleAndLeavesNoTarget() throws IOException {
    Path source = Files.writeString(directory.resolve("source"), "new");
    Path target = directory.resolve("target");

    assertThat(Posix.system().without(Capability.REFLINK).reflink(source, target)).isFalse();
    assertThat(target).doesNotExist();
  }

  @Test
  void identify_hardLinks_areTheSameFile() throws IOException {
    Path one = Files.createFile(directory.resolve("one"));
    Path two = Files.createLink(directory.resolve("two"), one);

    FileIdentity identity = Posix.system().identify(one);

    assertThat(Posix.system().identify(two)).isEqualTo(identity);
    assertThat(identity.links()).isEqualTo(2);
  }

  @Test
  void identify_link_isAnotherFile() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(Posix.system().identify(link)).isNotEqualTo(Posix.system().identify(file));
  }

  @Test
  void isNetworkFileSystem_localDirectory_isNot() throws IOException {
    assertThat(Posix.system().isNetworkFileSystem(directory)).isFalse();
    assertThat(withoutType().isNetworkFileSystem(directory)).isFalse();
  }

  @Test
  void isNetworkFileSystem_nothingThere_fails() {
    Path none = directory.resolve("none");

    assertThatThrownBy(() -> Posix.system().isNetworkFileSystem(none))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> withoutType().isNetworkFileSystem(none))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static Posix withoutType() {
    return Posix.system().without(Capability.FILE_SYSTEM_TYPE);
  }

  @Test
  void terminalColumns_noTerminal_areUnknown() {
    assertThat(Posix.system().terminalColumns(-1)).isEmpty();
    assertThat(Posix.system().without(Capability.TERMINAL_WIDTH).terminalColumns(1)).isEmpty();
  }

  @Test
  void terminalColumns_terminal_areItsOwn() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String inside =
        "stty cols 123; exec %s --enable-native-access=ALL-UNNAMED -cp '%s' '%s'"
            .formatted(java, System.getProperty("java.class.path"), Columns.class.getName());
    Process script =
        new ProcessBuilder("script", "--quiet", "--return", "--command", inside, "/dev/null")
            .start();

    assertThat(script.inputReader().readLine()).isEqualTo("OptionalInt[123]");
  }

  /// Prints how wide the terminal is that it runs in.
  static final class Columns {
    private Columns() {}

    static void main() {
      System.out.println(Posix.system().terminalColumns(1));
    }
  }

  @Test
  void platform_ofEachSystem_hasItsNumbers() {
    assertThat(Platform.of("Linux", "amd64")).isEqualTo(Platform.LINUX_X86_64);
    assertThat(Platform.of("Linux", "aarch64")).isEqualTo(Platform.LINUX_AARCH64);
    assertThat(Platform.of("Linux", "riscv64")).isEqualTo(Platform.OTHER);
    assertThat(Platform.of("Mac OS X", "aarch64")).isEqualTo(Platform.MAC);
    assertThat(Platform.of("Windows 11", "amd64")).isEqualTo(Platform.OTHER);
  }
}
