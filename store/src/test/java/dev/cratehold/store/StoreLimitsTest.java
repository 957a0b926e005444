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
import dev.cratehold.testing.FakeClock;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Full disks, limits, and disks that fail.
final class StoreLimitsTest {
  private static final long MIB = 1 << 20;
  private static final byte[] BYTES = bytes(1, 20_000);
  private static final CrateId CRATE = crate("serde", "1.0.0", BYTES);
  private static final CrateName SERDE = new CrateName("serde");

  private final FaultyFileSystem disk = FaultyFileSystem.create();
  private final FakeClock clock = new FakeClock();

  @TempDir Path temporary;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    open(StoreOptions.defaults().withMinFree(64 * MIB));
  }

  private void open(StoreOptions options) throws IOException {
    store = Store.open(disk.path(temporary), options, clock);
  }

  private void reopen(StoreOptions options) throws IOException {
    store.close();
    open(options);
  }

  @AfterEach
  void closeStore() throws IOException {
    disk.heal();
    store.close();
  }

  private StoreStatus statusLater() {
    clock.advance(Duration.ofSeconds(1));
    return store.status();
  }

  private static IndexCopy copy(String... versions) {
    return IndexCopy.of(Samples.indexFile("serde", versions), Validators.NONE, Samples.NOW);
  }

  @Test
  void status_room_isWritableAndSaysHowMuchThereIs() throws IOException {
    disk.pretendFree(500 * MIB);

    StoreStatus status = store.status();

    assertThat(status.state()).isEqualTo(State.WRITABLE);
    assertThat(status.freeBytes()).isEqualTo(500 * MIB);
    assertThat(status.maxBytes()).isEmpty();
  }

  @Test
  void stage_lessFreeThanTheReserve_isRefusedWithASentence() {
    disk.pretendFree(63 * MIB);

    assertThatExceptionOfType(NoRoomException.class)
        .isThrownBy(() -> store.stage(OptionalLong.empty()))
        .withMessage(
            "the disk of %s has 63.0MiB left, and 64.0MiB are to stay free: make room on it, or"
                + " lower --min-free",
            temporary);
    assertThat(statusLater().state()).isEqualTo(State.FULL);
    assertThat(store.status().sentence()).contains("make room");
  }

  @Test
  void stage_crateThatLeavesLessThanTheReserve_isRefused() throws IOException {
    disk.pretendFree(65 * MIB);

    assertThatExceptionOfType(NoRoomException.class)
        .isThrownBy(() -> store.stage(OptionalLong.of(2 * MIB)));
    assertThat(statusLater().state()).isEqualTo(State.FULL);
    store.stage(OptionalLong.of(MIB / 2)).close();
    assertThat(statusLater().state()).isEqualTo(State.WRITABLE);
  }

  @Test
  void stage_severalAtOnce_areCountedTogether() throws IOException {
    disk.pretendFree(65 * MIB);
    StagedBlob first = store.stage(OptionalLong.of(MIB * 3 / 4));

    assertThatExceptionOfType(NoRoomException.class)
        .isThrownBy(() -> store.stage(OptionalLong.of(MIB * 3 / 4)));

    first.close();
    store.stage(OptionalLong.of(MIB * 3 / 4)).close();
  }

  @Test
  void stage_roomWasMade_isPossibleAgain() throws IOException {
    disk.pretendFree(0);
    assertThatExceptionOfType(NoRoomException.class).isThrownBy(() -> publish(store, CRATE, BYTES));
    disk.pretendFree(500 * MIB);

    publish(store, CRATE, BYTES);

    assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    assertThat(statusLater().state()).isEqualTo(State.WRITABLE);
  }

  @Test
  void write_diskFillsUpMeanwhile_isRefusedAndLeavesWhatWasWritten() throws IOException {
    disk.pretendFree(500 * MIB);
    try (StagedBlob staged = store.stage(OptionalLong.empty())) {
      staged.write(ByteBuffer.wrap(bytes(2, 3_000_000)));
      disk.pretendFree(0);

      assertThatExceptionOfType(NoRoomException.class)
          .isThrownBy(() -> staged.write(ByteBuffer.wrap(bytes(3, 3_000_000))));

      assertThat(staged.size()).isEqualTo(3_000_000);
      assertThat(staged.channel().size()).isEqualTo(3_000_000);
    }
  }

  @Test
  void read_fullDisk_servesWhatThereIs() throws IOException {
    publish(store, CRATE, BYTES);
    store.index().put("crates-io", SERDE, copy("1.0.0"));
    disk.pretendFree(0);
    disk.fullFrom(1);

    assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    assertThat(store.index().find("crates-io", SERDE)).isPresent();
  }

  @Test
  void stage_limitReached_isRefusedWithASentence() throws IOException {
    reopen(StoreOptions.defaults().withMinFree(0).withMaxBytes(MIB));

    assertThatExceptionOfType(NoRoomException.class)
        .isThrownBy(() -> store.stage(OptionalLong.of(MIB)))
        .withMessageMatching(
            ".* has 0\\.\\dMiB of the 1\\.0MiB that it may take: raise --max-size");
    assertThat(store.status().state()).isEqualTo(State.FULL);
    assertThat(store.status().maxBytes()).hasValue(MIB);
  }

  @Test
  void stage_limitReachedByAnEarlierProcess_isRefused() throws IOException {
    byte[] large = bytes(4, 900_000);
    publish(store, crate("large", "1.0.0", large), large);
    reopen(StoreOptions.defaults().withMinFree(0).withMaxBytes(900_000));

    assertThatExceptionOfType(NoRoomException.class)
        .isThrownBy(() -> store.stage(OptionalLong.empty()));
    assertThat(store.status().storedBytes()).isGreaterThan(900_000);
  }

  @Test
  void stage_limitReachedByThisProcess_isRefused() throws IOException {
    reopen(StoreOptions.defaults().withMinFree(0).withMaxBytes(MIB));
    byte[] large = bytes(4, 700_000);
    publish(store, crate("large", "1.0.0", large), large);

    assertThatExceptionOfType(NoRoomException.class)
        .isThrownBy(() -> store.stage(OptionalLong.of(700_000)));
  }

  @Test
  void write_severalOfUnknownLengthAtOnce_neverExceedTheLimit() throws IOException {
    reopen(StoreOptions.defaults().withMinFree(0).withMaxBytes(MIB));
    try (StagedBlob first = store.stage(OptionalLong.empty());
        StagedBlob second = store.stage(OptionalLong.empty())) {
      first.write(ByteBuffer.wrap(bytes(1, 500_000)));

      assertThatExceptionOfType(NoRoomException.class)
          .isThrownBy(() -> second.write(ByteBuffer.wrap(bytes(2, 600_000))));

      assertThat(second.size()).isZero();
      first.write(ByteBuffer.wrap(bytes(3, 200_000)));
      assertThat(store.status().storedBytes()).isLessThanOrEqualTo(MIB);
    }
  }

  @Test
  void stage_notPublished_givesItsRoomBack() throws IOException {
    reopen(StoreOptions.defaults().withMinFree(0).withMaxBytes(MIB));
    for (int i = 0; i < 10; i++) {
      try (StagedBlob staged = store.stage(OptionalLong.of(700_000))) {
        staged.write(ByteBuffer.wrap(bytes(i, 300_000)));
      }
    }

    assertThat(store.status().state()).isEqualTo(State.WRITABLE);
  }

  @Test
  void counted_whileACrateIsWritten_countsThatOnce() throws IOException {
    Capacity capacity =
        new Capacity(
            temporary,
            Files.getFileStore(disk.path(temporary)),
            () -> 0,
            StoreOptions.defaults(),
            clock);
    disk.pretendFree(500 * MIB);
    DiskBlobStore blobs = DiskBlobStore.in(temporary.resolve("other"));
    try (StagedBlob staged =
        LimitedBlob.stage(blobs, capacity, Health.Watch.NONE, OptionalLong.empty())) {
      staged.write(ByteBuffer.wrap(BYTES));
      capacity.counted(1000);
      assertThat(capacity.storedBytes()).isEqualTo(1000 + BYTES.length);
      staged.publish(CRATE.checksum());
    }
    assertThat(capacity.storedBytes()).isEqualTo(1000 + BYTES.length);
  }

  @Test
  void put_noRoomForCrates_isStillPossible() throws IOException {
    disk.pretendFree(0);

    store.index().put("crates-io", SERDE, copy("1.0.0"));

    assertThat(store.index().find("crates-io", SERDE)).isPresent();
  }

  @Test
  void status_writingFailed_isFailingUntilACrateIsStored() throws IOException {
    disk.failFrom(1);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> publish(store, CRATE, BYTES));

    assertThat(store.status().state()).isEqualTo(State.FAILING);
    assertThat(store.status().sentence()).contains("No space left on device");

    disk.heal();
    publish(store, CRATE, BYTES);
    assertThat(store.status().state()).isEqualTo(State.WRITABLE);
  }

  @Test
  void status_databaseFailed_isFailingUntilSomethingIsWrittenToIt() throws Exception {
    sql("CREATE TRIGGER t BEFORE INSERT ON index_file BEGIN SELECT RAISE(ABORT, 'injected'); END");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.index().put("crates-io", SERDE, copy("1.0.0")));
    publish(store, CRATE, BYTES);

    assertThat(store.status().state()).isEqualTo(State.FAILING);
    assertThat(store.status().sentence()).contains("injected");

    sql("DROP TRIGGER t");
    store.index().put("crates-io", SERDE, copy("1.0.0"));
    assertThat(store.status().state()).isEqualTo(State.WRITABLE);
  }

  private void sql(String statement) throws SQLException {
    String url = "jdbc:sqlite:" + temporary.resolve("cratehold.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement carrier = connection.createStatement()) {
      carrier.executeUpdate(statement);
    }
  }

  @Test
  void writeFailed_reportedFromOutside_isFailing() throws IOException {
    store.writeFailed(new IOException("the cable was pulled"));

    assertThat(store.status().state()).isEqualTo(State.FAILING);
    assertThat(store.status().sentence()).contains("the cable was pulled");
    publish(store, CRATE, BYTES);
    assertThat(store.status().state()).isEqualTo(State.WRITABLE);
  }

  @Test
  void publish_everyStepFailsOnce_leavesASoundStoreThatWorks() throws IOException {
    int n = 0;
    do {
      n++;
      byte[] bytes = bytes(n, 50_000);
      CrateId crate = crate("crate" + n, "1.0.0", bytes);
      disk.failAt(n);
      publishOrFail(crate, bytes);
    } while (disk.lastFault().isPresent() && checkedAfter(n));

    assertThat(n).isGreaterThan(4);
  }

  private void publishOrFail(CrateId crate, byte[] bytes) {
    try {
      publish(store, crate, bytes);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left on device");
    }
  }

  private boolean checkedAfter(int n) throws IOException {
    disk.heal();
    assertThat(store.scrub(ScrubMode.REPORT, (_, _) -> {}).isSound()).isTrue();
    byte[] bytes = bytes(n, 50_000);
    CrateId crate = crate("crate" + n, "1.0.0", bytes);
    publish(store, crate, bytes);
    assertThat(read(store.open(crate).orElseThrow())).isEqualTo(bytes);
    assertThat(store.status().state()).isEqualTo(State.WRITABLE);
    return true;
  }
}
