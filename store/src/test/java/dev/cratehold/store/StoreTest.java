package dev.cratehold.store;

import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.checksum;
import static dev.cratehold.store.Samples.crate;
import static dev.cratehold.store.Samples.publish;
import static dev.cratehold.store.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.cratehold.cas.content.ContentMismatchException;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {
  private static final byte[] BYTES = bytes(1, 20_000);
  private static final CrateId CRATE = crate("serde", "1.0.0", BYTES);

  @TempDir Path directory;

  @Test
  void open_publishedByThisProcess_givesItsBytes() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);

      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
  }

  @Test
  void open_publishedByAnEarlierProcess_givesItsBytes() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
    }

    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().contains(CRATE)).isTrue();
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
  }

  @Test
  void open_neverPublished_isEmpty() throws IOException {
    try (Store store = Samples.open(directory)) {
      assertThat(store.open(CRATE)).isEmpty();
    }
  }

  @Test
  void publish_otherBytesThanTheChecksum_storesNothing() throws IOException {
    try (Store store = Samples.open(directory)) {
      assertThatExceptionOfType(ContentMismatchException.class)
          .isThrownBy(() -> publish(store, CRATE, bytes(2, 20_000)));

      assertThat(store.open(CRATE)).isEmpty();
    }
    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().totals().crates()).isZero();
    }
  }

  @Test
  void open_deletedWhileOpen_readerKeepsIt() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
      LocalFile file = store.open(CRATE).orElseThrow();
      store.blobs().delete(CRATE.checksum());

      assertThat(read(file)).isEqualTo(BYTES);
      assertThat(store.open(CRATE)).isEmpty();
    }
  }

  @Test
  void open_sameFileInAnotherRegistry_isHeldThereToo() throws IOException {
    CrateId elsewhere = new CrateId("corp", CRATE.name(), CRATE.version(), CRATE.checksum());
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
    }
    try (Store store = Samples.open(directory)) {
      assertThat(read(store.open(elsewhere).orElseThrow())).isEqualTo(BYTES);
    }

    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().contains(elsewhere)).isTrue();
      assertThat(store.holdings().totals().crates()).isEqualTo(2);
      assertThat(store.holdings().totals().crateBytes()).isEqualTo(BYTES.length);
    }
  }

  @Test
  void open_nameInAnotherCase_isTheSameCrate() throws IOException {
    CrateId upper =
        new CrateId(CRATE.registry(), new CrateName("Serde"), CRATE.version(), CRATE.checksum());
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
    }
    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().contains(upper)).isTrue();
    }
  }

  @Test
  void open_fileWithoutEntry_isListedAfterItWasHashed() throws IOException {
    publishUnlisted(BYTES);

    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().contains(CRATE)).isFalse();
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().contains(CRATE)).isTrue();
    }
  }

  /// What a process leaves that is killed between the two steps of publishing.
  private void publishUnlisted(byte[] bytes) throws IOException {
    try (Store store = Samples.open(directory);
        StagedBlob staged = store.blobs().stage()) {
      staged.write(ByteBuffer.wrap(bytes));
      staged.publish(checksum(bytes));
    }
  }

  @Test
  void openListed_fileWithoutEntry_isEmpty() throws IOException {
    publishUnlisted(BYTES);

    try (Store store = Samples.open(directory)) {
      assertThat(store.openListed(CRATE)).isEmpty();
    }
  }

  @Test
  void openListed_publishedOrListed_givesItsBytes() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
      assertThat(read(store.openListed(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
    try (Store store = Samples.open(directory)) {
      assertThat(read(store.openListed(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
  }

  @Test
  void openListed_sameBytesUnderAnotherName_isEmpty() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);

      assertThat(store.openListed(crate("other", "1.0.0", BYTES))).isEmpty();
    }
  }

  @Test
  void open_corruptFileWithoutEntry_isTakenAway() throws IOException {
    publishUnlisted(BYTES);
    Files.write(Samples.file(directory, CRATE.checksum()), bytes(2, BYTES.length));

    try (Store store = Samples.open(directory)) {
      assertThat(store.open(CRATE)).isEmpty();
    }

    assertThat(Samples.file(directory, CRATE.checksum())).doesNotExist();
    assertThat(directory.resolve("blobs/quarantine")).isNotEmptyDirectory();
  }

  @Test
  void open_entryWithoutFile_isEmptyAndForgotten() throws IOException {
    publishAndClose();
    Files.delete(Samples.file(directory, CRATE.checksum()));

    try (Store store = Samples.open(directory)) {
      assertThat(store.open(CRATE)).isEmpty();
      assertThat(store.holdings().contains(CRATE)).isFalse();
    }
  }

  @Test
  void open_truncatedFile_isTakenAwayAndCanBePublishedAgain() throws IOException {
    publishAndClose();
    Files.write(Samples.file(directory, CRATE.checksum()), Arrays.copyOf(BYTES, 1000));

    try (Store store = Samples.open(directory)) {
      assertThat(store.open(CRATE)).isEmpty();
      assertThat(store.holdings().contains(CRATE)).isFalse();
      assertThat(directory.resolve("blobs/quarantine")).isNotEmptyDirectory();

      publish(store, CRATE, BYTES);
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
  }

  @Test
  void open_truncatedAfterItWasHashed_isNoticedAtOnce() throws IOException {
    publishAndClose();
    try (Store store = openSampling(() -> -1)) {
      read(store.openListed(CRATE).orElseThrow());
      Files.write(Samples.file(directory, CRATE.checksum()), Arrays.copyOf(BYTES, 1000));

      assertThat(store.openListed(CRATE)).isEmpty();
    }
  }

  @Test
  void open_fileThatCannotBeRead_keepsNoDescriptor() throws IOException {
    var process = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Store store = Samples.open(directory)) {
      // What can be opened and not be read.
      Files.createDirectories(Samples.file(directory, CRATE.checksum()));
      long before = process.getOpenFileDescriptorCount();
      for (int i = 0; i < 300; i++) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.open(CRATE));
      }

      assertThat(process.getOpenFileDescriptorCount()).isLessThan(before + 100);
    }
  }

  @Test
  void open_fileOfTheRightSizeWithAChangedByte_isTakenAway() throws IOException {
    publishAndClose();
    byte[] damaged = BYTES.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(Samples.file(directory, CRATE.checksum()), damaged);

    try (Store store = Samples.open(directory)) {
      assertThat(store.openListed(CRATE)).isEmpty();
      assertThat(store.holdings().contains(CRATE)).isFalse();
      assertThat(directory.resolve("blobs/quarantine")).isNotEmptyDirectory();
    }
  }

  private Store openSampling(RandomGenerator random) throws IOException {
    return Store.open(directory, StoreOptions.defaults(), InstantSource.fixed(Samples.NOW), random);
  }

  private void damage() throws IOException {
    byte[] damaged = BYTES.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(Samples.file(directory, CRATE.checksum()), damaged);
  }

  @Test
  void open_damagedAfterItWasHashed_isFoundByASample() throws IOException {
    publishAndClose();
    AtomicLong chosen = new AtomicLong(-1);
    try (Store store = openSampling(chosen::get)) {
      read(store.openListed(CRATE).orElseThrow());
      damage();

      assertThat(read(store.openListed(CRATE).orElseThrow())).isNotEqualTo(BYTES);
      chosen.set(0);
      assertThat(store.openListed(CRATE)).isEmpty();

      assertThat(store.holdings().contains(CRATE)).isFalse();
      assertThat(directory.resolve("blobs/quarantine")).isNotEmptyDirectory();
      assertThat(store.alerts().recent(10))
          .singleElement()
          .satisfies(one -> assertThat(one.alert()).isEqualTo(CorruptCrates.alert(CRATE)));
      publish(store, CRATE, BYTES);
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
  }

  @Test
  void open_manyTimes_hashesAboutOneIn64() throws IOException {
    AtomicInteger hashes = new AtomicInteger();
    BlobStore counting = ListerTest.disk(hashes::incrementAndGet);
    Integrity integrity = new Integrity(counting, new Random(1));
    for (int i = 0; i < 6400; i++) {
      assertThat(integrity.isIntact(CRATE.checksum())).isTrue();
    }

    assertThat(hashes.get()).isBetween(70, 130);
  }

  @Test
  void open_missingFileThatCannotBeForgotten_isAMiss() throws Exception {
    publishAndClose();
    Files.delete(Samples.file(directory, CRATE.checksum()));
    sql("CREATE TRIGGER t BEFORE DELETE ON crate BEGIN SELECT RAISE(ABORT, 'injected'); END");

    try (Store store = Samples.open(directory)) {
      assertThat(store.open(CRATE)).isEmpty();
    }
  }

  private void sql(String statement) throws SQLException {
    String url = "jdbc:sqlite:" + directory.resolve("cratehold.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement carrier = connection.createStatement()) {
      carrier.executeUpdate(statement);
    }
  }

  @Test
  void publish_cannotBeListed_isServedAndListedLater() throws Exception {
    publishUnlisted(bytes(9, 10));
    sql("CREATE TRIGGER t BEFORE INSERT ON crate BEGIN SELECT RAISE(ABORT, 'injected'); END");
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
    sql("DROP TRIGGER t");

    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().contains(CRATE)).isFalse();
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
    try (Store store = Samples.open(directory)) {
      assertThat(store.holdings().contains(CRATE)).isTrue();
    }
  }

  private void publishAndClose() throws IOException {
    try (Store store = Samples.open(directory)) {
      publish(store, CRATE, BYTES);
    }
  }

  @Test
  void publish_manyAtOnceInTwoStoresOnOneDirectory_allAreHeldOnce() throws Exception {
    try (Store first = Samples.open(directory);
        Store second = Samples.open(directory);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> published = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Store store = i % 2 == 0 ? first : second;
        byte[] bytes = bytes(i % 20, 5000);
        CrateId crate = crate("crate" + i % 20, "1.0.0", bytes);
        published.add(threads.submit(() -> publishAndRead(store, crate, bytes)));
      }
      for (Future<?> one : published) {
        one.get();
      }
    }

    try (Store store = Samples.open(directory)) {
      ScrubReport report = store.scrub(ScrubMode.REPORT, (_, _) -> {});
      assertThat(report.intact()).isEqualTo(20);
      assertThat(report.findings()).isEmpty();
      assertThat(store.holdings().totals().crates()).isEqualTo(20);
    }
  }

  private static void publishAndRead(Store store, CrateId crate, byte[] bytes) {
    try {
      publish(store, crate, bytes);
      assertThat(read(store.open(crate).orElseThrow())).isEqualTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void open_publishedByAnotherStoreOnTheDirectory_isSeen() throws IOException {
    try (Store serving = Samples.open(directory);
        Store other = Samples.open(directory)) {
      publish(serving, CRATE, BYTES);

      assertThat(read(other.open(CRATE).orElseThrow())).isEqualTo(BYTES);
    }
  }

  @Test
  void openStore_downloadsLeftByAKilledProcess_areSwept() throws IOException {
    publishAndClose();
    Path left =
        Files.writeString(
            directory.resolve("blobs").resolve("tmp").resolve("left"), "half a crate");
    Files.setLastModifiedTime(left, FileTime.from(Samples.NOW.minus(Duration.ofHours(2))));
    Path running =
        Files.writeString(
            directory.resolve("blobs").resolve("tmp").resolve("running"), "half a crate");
    Files.setLastModifiedTime(running, FileTime.from(Samples.NOW));

    Samples.open(directory).close();

    assertThat(left).doesNotExist();
    assertThat(running).exists();
  }

  @Test
  void openStore_foreignDirectory_isRefused() throws IOException {
    Files.writeString(directory.resolve("thesis.tex"), "");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Samples.open(directory))
        .withMessageContaining("thesis.tex");
  }

  @Test
  void registry_firstSeen_forgetsNothing() throws IOException {
    try (Store store = Samples.open(directory)) {
      assertThat(store.registry("crates-io", "sparse+https://one.example/")).isZero();
    }
  }

  @Test
  void registry_sameUpstreamAgain_forgetsNothing() throws IOException {
    try (Store store = Samples.open(directory)) {
      store.registry("crates-io", "sparse+https://one.example/");
      putIndexFile(store, "crates-io");

      assertThat(store.registry("crates-io", "sparse+https://one.example/")).isZero();
      assertThat(store.index().find("crates-io", CRATE.name())).isPresent();
    }
  }

  @Test
  void registry_otherUpstream_forgetsItsIndexFilesAndKeepsCrates() throws IOException {
    try (Store store = Samples.open(directory)) {
      store.registry("crates-io", "sparse+https://one.example/");
      putIndexFile(store, "crates-io");
      putIndexFile(store, "corp");
      publish(store, CRATE, BYTES);

      assertThat(store.registry("crates-io", "sparse+https://two.example/")).isEqualTo(1);

      assertThat(store.index().find("crates-io", CRATE.name())).isEmpty();
      assertThat(store.index().find("corp", CRATE.name())).isPresent();
      assertThat(read(store.open(CRATE).orElseThrow())).isEqualTo(BYTES);
      assertThat(store.registry("crates-io", "sparse+https://two.example/")).isZero();
    }
  }

  private static void putIndexFile(Store store, String registry) throws IOException {
    byte[] body = Samples.indexFile("serde", "1.0.0");
    store.index().put(registry, CRATE.name(), IndexCopy.of(body, Validators.NONE, Samples.NOW));
  }

  @Test
  void close_twice_isHarmless() throws IOException {
    Store store = Samples.open(directory);
    store.close();
    store.close();

    assertThat(directory.resolve("cratehold.db")).exists();
    assertThat(directory.resolve("cratehold.db-wal")).doesNotExist();
  }
}
