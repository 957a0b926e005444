package dev.cratehold.store;

import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.crate;
import static dev.cratehold.store.Samples.publish;
import static dev.cratehold.store.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import dev.cratehold.store.StoreStatus.State;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Data directories that cannot be written.
final class StoreReadOnlyTest {
  private static final byte[] BYTES = bytes(1, 20_000);
  private static final CrateId CRATE = crate("serde", "1.0.0", BYTES);
  private static final byte[] UNLISTED_BYTES = bytes(2, 20_000);
  private static final CrateId UNLISTED = crate("rand", "1.0.0", UNLISTED_BYTES);
  private static final CrateName SERDE = new CrateName("serde");
  private static final IndexCopy COPY =
      IndexCopy.of(Samples.indexFile("serde", "1.0.0"), Validators.NONE, Samples.NOW);
  private static final String UPSTREAM = "sparse+https://one.example/";

  private final FaultyFileSystem disk = FaultyFileSystem.create();

  @TempDir Path parent;
  private Path temporary;

  @BeforeEach
  void fillStore() throws IOException {
    temporary = Files.createDirectory(parent.resolve("100% of #1"));
    try (Store store = Samples.open(temporary);
        StagedBlob unlisted = store.stage(OptionalLong.empty())) {
      store.registry("crates-io", UPSTREAM);
      publish(store, CRATE, BYTES);
      store.index().put("crates-io", SERDE, COPY);
      unlisted.write(ByteBuffer.wrap(UNLISTED_BYTES));
      unlisted.publish(UNLISTED.checksum());
      store.alerts().raise(CorruptCrates.alert(UNLISTED));
    }
    disk.pretendReadOnly();
  }

  private Store open() throws IOException {
    return open(Access.READ_IF_NOT_WRITABLE);
  }

  private Store open(Access access) throws IOException {
    return Store.open(
        disk.path(temporary),
        new StoreOptions(access, OptionalLong.empty(), 0),
        InstantSource.fixed(Samples.NOW));
  }

  @Test
  void open_hasToBeWritten_isRefused() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> open(Access.WRITE))
        .withMessage(
            "cannot use the data directory %s: %s cannot be written", temporary, temporary);
  }

  @Test
  void open_notWritable_servesCratesIndexFilesAndAlerts() throws IOException {
    try (Store store = open()) {
      assertThat(read(store.openListed(CRATE).orElseThrow())).isEqualTo(BYTES);
      assertThat(read(store.open(UNLISTED).orElseThrow())).isEqualTo(UNLISTED_BYTES);
      assertThat(store.index().find("crates-io", SERDE)).contains(COPY);
      assertThat(store.index().search("crates-io", "ser", 10, 0).total()).isEqualTo(1);
      assertThat(store.alerts().recent(10)).hasSize(1);
      assertThat(store.holdings().totals().crates()).isEqualTo(1);
    }
    assertThat(disk.operations()).isZero();
  }

  @Test
  void status_notWritable_saysWhy() throws IOException {
    try (Store store = open()) {
      assertThat(store.status().state()).isEqualTo(State.READ_ONLY);
      assertThat(store.status().sentence())
          .isEqualTo(
              "the store in %s is open for reading alone: %s cannot be written; see to that and"
                  + " start again",
              temporary, temporary);
    }
  }

  @Test
  void write_notWritable_isRefusedOrDropped() throws IOException {
    try (Store store = open()) {
      assertThatExceptionOfType(NoRoomException.class)
          .isThrownBy(() -> store.stage(OptionalLong.empty()))
          .withMessageContaining("open for reading alone");
      assertThatExceptionOfType(NoRoomException.class)
          .isThrownBy(() -> store.index().put("crates-io", new CrateName("rand"), COPY));
      assertThatExceptionOfType(NoRoomException.class)
          .isThrownBy(
              () -> store.index().confirm("crates-io", SERDE, Validators.NONE, Samples.NOW));
      store.uses().used(CRATE, 1, Samples.NOW);
      store.uses().flush();
      store.alerts().raise(CorruptCrates.alert(CRATE));

      assertThat(store.alerts().total()).isEqualTo(2);
      assertThat(store.status().state()).isEqualTo(State.READ_ONLY);
    }
  }

  @Test
  void open_corruptFile_isAMissAndLeftAlone() throws IOException {
    Path file = Samples.file(temporary, CRATE.checksum());
    Files.write(file, bytes(3, BYTES.length));

    try (Store store = open()) {
      assertThat(store.openListed(CRATE)).isEmpty();
      assertThat(store.open(CRATE)).isEmpty();
      assertThat(store.alerts().recent(10)).anyMatch(one -> one.alert().name().equals(SERDE));
    }
    assertThat(file).exists();
  }

  @Test
  void registry_sameUpstream_isServed() throws IOException {
    try (Store store = open()) {
      assertThat(store.registry("crates-io", UPSTREAM)).isZero();
      assertThat(store.registry("other", UPSTREAM)).isZero();
    }
  }

  @Test
  void registry_anotherUpstream_isRefusedBecauseItsIndexFilesAreNotThose() throws IOException {
    try (Store store = open()) {
      assertThatExceptionOfType(NoRoomException.class)
          .isThrownBy(() -> store.registry("crates-io", "sparse+https://two.example/"))
          .withMessageContaining(
              "those of " + UPSTREAM + " and not of sparse+https://two.example/");
    }
  }

  @Test
  void scrub_notWritable_reportsAndDoesNotRepair() throws IOException {
    try (Store store = open()) {
      assertThat(store.scrub(ScrubMode.REPORT, (_, _) -> {}).isSound()).isTrue();
      assertThatExceptionOfType(NoRoomException.class)
          .isThrownBy(() -> store.scrub(ScrubMode.REPAIR, (_, _) -> {}));
    }
  }

  @Test
  void open_olderSchema_isReadAsItIs() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + temporary.resolve("cratehold.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP TABLE alert");
      statement.executeUpdate("DROP TABLE chore");
      statement.executeUpdate("PRAGMA user_version = 1");
    }

    try (Store store = open()) {
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
      assertThat(store.alerts().recent(10)).isEmpty();
      assertThat(store.alerts().total()).isZero();
    }
  }

  @Test
  void open_newerSchema_isRefused() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + temporary.resolve("cratehold.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 99");
    }

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::open)
        .withMessageContaining("made by a newer Cratehold");
  }

  @Test
  void open_databaseCannotBeOpenedForWriting_isRead() throws IOException {
    disk.heal();
    FaultyFileSystem writable = FaultyFileSystem.create();
    Files.createDirectory(temporary.resolve("cratehold.db-wal"));

    try (Store store =
        Store.open(
            writable.path(temporary),
            StoreOptions.defaults().withMinFree(0),
            InstantSource.fixed(Samples.NOW))) {
      assertThat(store.status().state()).isEqualTo(State.READ_ONLY);
      assertThat(store.status().sentence()).contains("cratehold.db");
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
      assertThat(store.index().find("crates-io", SERDE)).contains(COPY);
    }
  }

  @Test
  void open_databaseCannotBeOpenedOnAFullDisk_saysThatItIsFull() throws IOException {
    FaultyFileSystem full = FaultyFileSystem.create();
    full.pretendFree(0);
    Files.createDirectory(temporary.resolve("cratehold.db-wal"));

    try (Store store =
        Store.open(
            full.path(temporary), StoreOptions.defaults(), InstantSource.fixed(Samples.NOW))) {
      assertThat(store.status().sentence())
          .isEqualTo(
              "the store in %s is open for reading alone: its disk is full; see to that and start"
                  + " again",
              temporary);
    }
  }

  @Test
  void open_networkFileSystem_isRefusedWithASentence() throws IOException {
    Path fresh = temporary.resolve("fresh");
    for (String type : List.of("nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "NFS")) {
      disk.pretendType(type);
      for (Path directory : List.of(temporary, fresh)) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() ->
                Store.open(disk.path(directory), StoreOptions.defaults(), InstantSource.system()))
            .withMessageContaining("is on a network file system (" + type + ")")
            .withMessageContaining("use a directory on a local disk");
      }
    }
    assertThat(fresh).doesNotExist();
  }

  @Test
  void open_localFileSystem_isNotRefused() throws IOException {
    for (String type : List.of("ext4", "xfs", "btrfs", "tmpfs", "overlay", "virtiofs", "apfs")) {
      disk.pretendType(type);
      open().close();
    }
    assertThat(disk.operations()).isZero();
  }
}
