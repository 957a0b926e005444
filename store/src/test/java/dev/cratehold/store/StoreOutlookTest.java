package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.store.StoreOutlook.Prospect;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreOutlookTest {
  private final FaultyFileSystem disk = FaultyFileSystem.create();

  @TempDir Path temporary;

  private StoreOutlook inspect(Path directory) throws IOException {
    List<String> before = files();
    StoreOutlook outlook = Store.inspect(disk.path(directory), Access.READ_IF_NOT_WRITABLE);
    assertThat(files()).isEqualTo(before);
    return outlook;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private void version(int number) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + temporary.resolve("cratehold.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = " + number);
    }
  }

  @Test
  void inspect_missingOrEmpty_wouldBeMade() throws IOException {
    assertThat(inspect(temporary.resolve("a/b")).prospect()).isEqualTo(Prospect.CREATE);
    assertThat(inspect(temporary))
        .isEqualTo(new StoreOutlook(Prospect.CREATE, "a new store is made in " + temporary));
  }

  @Test
  void inspect_store_wouldBeOpened() throws IOException {
    Samples.open(temporary).close();

    assertThat(inspect(temporary).prospect()).isEqualTo(Prospect.OPEN);
  }

  @Test
  void inspect_olderSchema_wouldBeUpgraded() throws Exception {
    Samples.open(temporary).close();
    version(1);

    assertThat(inspect(temporary).prospect()).isEqualTo(Prospect.UPGRADE);
    assertThat(inspect(temporary).sentence()).contains("from schema 1");
  }

  @Test
  void inspect_newerSchema_wouldBeRefused() throws Exception {
    Samples.open(temporary).close();
    version(99);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> inspect(temporary))
        .withMessageContaining("made by a newer Cratehold");
  }

  @Test
  void inspect_damagedDatabase_wouldBeRefused() throws IOException {
    Samples.open(temporary).close();
    Files.writeString(temporary.resolve("cratehold.db"), "no database");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> inspect(temporary))
        .withMessageContaining("is no database");
  }

  @Test
  void inspect_notWritable_wouldBeRead() throws IOException {
    Samples.open(temporary).close();
    disk.pretendReadOnly();

    assertThat(inspect(temporary).prospect()).isEqualTo(Prospect.READ);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Store.inspect(disk.path(temporary), Access.WRITE))
        .withMessageContaining("cannot be written");
  }

  @Test
  void inspect_whereNothingCanBeMade_wouldBeRefused() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    for (Path directory : List.of(file, file.resolve("below"))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> inspect(directory))
          .withMessageContaining("is not a directory");
    }
    disk.pretendReadOnly();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> inspect(temporary.resolve("new")))
        .withMessageContaining("permission denied on " + temporary);
  }

  @Test
  void inspect_somebodyElsesDirectory_wouldBeRefused() throws IOException {
    Files.writeString(temporary.resolve("thesis.tex"), "");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> inspect(temporary))
        .withMessageContaining("thesis.tex");
  }

  @Test
  void inspect_networkFileSystem_wouldBeRefused() {
    disk.pretendType("nfs");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> inspect(temporary))
        .withMessageContaining("network file system");
  }
}
