package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  @TempDir Path parent;
  private Path root;

  @BeforeEach
  void nameRoot() {
    root = parent.resolve("a/data");
  }

  @Test
  void open_missing_isCreatedAndMarked() throws IOException {
    DataDirectory.open(root, Access.WRITE);

    assertThat(root.resolve("CACHEDIR.TAG"))
        .content()
        .startsWith("Signature: 8a477f597d28d172789f06886806bc55\n");
    assertThat(root.resolve("cratehold-store"))
        .content()
        .contains("owner = store\n", "format = 1\n");
    assertThat(root).isDirectoryNotContaining("glob:**cratehold-store.*");
  }

  @Test
  void open_missing_isForItsOwnerOnly() throws IOException {
    DataDirectory.open(root, Access.WRITE);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
  }

  @Test
  void open_existing_keepsItsPermissions() throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));

    DataDirectory.open(root, Access.WRITE);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void open_again_changesNothing() throws IOException {
    DataDirectory.open(root, Access.WRITE);
    Files.writeString(root.resolve("CACHEDIR.TAG"), "mine");

    DataDirectory.open(root, Access.WRITE);

    assertThat(root.resolve("CACHEDIR.TAG")).hasContent("mine");
  }

  @Test
  void open_newVolume_isTaken() throws IOException {
    Files.createDirectories(root.resolve("lost+found"));

    DataDirectory.open(root, Access.WRITE);

    assertThat(root.resolve("cratehold-store")).exists();
  }

  @Test
  void open_leftWhileItWasBeingTaken_isTaken() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55");
    Files.createFile(root.resolve("cratehold-store.0d3c"));

    DataDirectory.open(root, Access.WRITE);

    assertThat(root.resolve("cratehold-store")).content().contains("format = 1");
  }

  @Test
  void open_somebodyElsesFiles_isRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("thesis.tex"), "");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DataDirectory.open(root, Access.WRITE))
        .withMessageContaining("not a Cratehold store: it holds thesis.tex");

    assertThat(root).isDirectoryContaining("glob:**thesis.tex");
    assertThat(root.toFile().list()).hasSize(1);
  }

  @Test
  void open_newerFormat_isRefusedWithASentence() throws IOException {
    mark("owner = store\nformat = 2\n");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DataDirectory.open(root, Access.WRITE))
        .withMessageContaining("has format 2, made by a newer Cratehold")
        .withMessageContaining("up to 1");
  }

  @Test
  void open_anotherOwner_isRefused() throws IOException {
    mark("owner = something else\nformat = 1\n");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DataDirectory.open(root, Access.WRITE))
        .withMessageContaining("does not say that a Cratehold store is here");
  }

  @Test
  void open_markerWithoutFormat_isRefused() throws IOException {
    mark("owner = store\n");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DataDirectory.open(root, Access.WRITE));
  }

  private void mark(String text) throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("cratehold-store"), text);
  }

  @Test
  void open_aFile_saysThatItIsNoDirectory() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DataDirectory.open(file, Access.WRITE))
        .withMessage("cannot use the data directory %s: %s is not a directory", file, file);
  }

  @Test
  void open_whereNobodyMayWrite_saysWhichDirectory() {
    Path unwritable = Path.of("/proc/cratehold-data");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DataDirectory.open(unwritable, Access.WRITE))
        .withMessage(
            "cannot use the data directory /proc/cratehold-data:"
                + " /proc/cratehold-data cannot be created there");
  }
}
