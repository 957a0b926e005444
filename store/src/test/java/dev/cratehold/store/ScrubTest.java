package dev.cratehold.store;

import static dev.cratehold.store.Samples.NOW;
import static dev.cratehold.store.Samples.REGISTRY;
import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.checksum;
import static dev.cratehold.store.Samples.crate;
import static dev.cratehold.store.Samples.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import dev.cratehold.store.ScrubReport.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScrubTest {
  private static final int SIZE = 3000;
  private static final CrateName SERDE = new CrateName("serde");

  @TempDir Path directory;
  private final List<CrateId> crates = new ArrayList<>();

  @BeforeEach
  void publishSome() throws IOException {
    try (Store store = Samples.open(directory)) {
      for (int i = 0; i < 10; i++) {
        crates.add(crate("crate" + i, "1.0.0", bytes(i, SIZE)));
        publish(store, crates.get(i), bytes(i, SIZE));
      }
      byte[] body = Samples.indexFile("serde", "1.0.0");
      store.index().put(REGISTRY, SERDE, IndexCopy.of(body, Validators.NONE, NOW));
    }
  }

  private ScrubReport scrub(ScrubMode mode) throws IOException {
    try (Store store = Samples.open(directory)) {
      return store.scrub(mode, (_, _) -> {});
    }
  }

  private Path file(CrateId crate) {
    return Samples.file(directory, crate.checksum());
  }

  @Test
  void scrub_nothingWrong_countsWhatIsThere() throws IOException {
    ScrubReport report = scrub(ScrubMode.REPORT);

    assertThat(report).isEqualTo(new ScrubReport(10, 10 * SIZE, 1, List.of()));
    assertThat(report.isSound()).isTrue();
  }

  @Test
  void scrub_anyStore_tellsHowFarItIs() throws IOException {
    List<String> told = new ArrayList<>();
    try (Store store = Samples.open(directory)) {
      store.scrub(ScrubMode.REPORT, (files, bytes) -> told.add(files + " " + bytes));
    }

    assertThat(told).hasSize(11).startsWith("1 3000", "2 6000").contains("10 30000");
    assertThat(told.getLast()).startsWith("10 3");
  }

  @Test
  void scrub_oneByteChanged_isFoundAndLeftInPlace() throws IOException {
    byte[] changed = bytes(3, SIZE);
    changed[1500] ^= 1;
    Files.write(file(crates.get(3)), changed);

    ScrubReport report = scrub(ScrubMode.REPORT);

    assertThat(report.findings())
        .containsExactly(
            new Finding.Corrupt(
                crates.get(3).checksum(), List.of(crates.get(3)), checksum(changed), SIZE));
    assertThat(report.isSound()).isFalse();
    assertThat(file(crates.get(3))).exists();
  }

  @Test
  void scrubRepairing_oneByteChanged_takesFileAndEntryAway() throws IOException {
    Files.write(file(crates.get(3)), bytes(99, SIZE));

    assertThat(scrub(ScrubMode.REPAIR).findings())
        .singleElement()
        .isInstanceOf(Finding.Corrupt.class);

    assertThat(file(crates.get(3))).doesNotExist();
    assertThat(directory.resolve("blobs/quarantine")).isNotEmptyDirectory();
    assertThat(scrub(ScrubMode.REPORT)).isEqualTo(new ScrubReport(9, 9 * SIZE, 1, List.of()));
  }

  @Test
  void scrub_fileGone_isMissing() throws IOException {
    Files.delete(file(crates.get(4)));

    assertThat(scrub(ScrubMode.REPORT).findings())
        .containsExactly(new Finding.Missing(crates.get(4).checksum(), List.of(crates.get(4))));
    assertThat(scrub(ScrubMode.REPAIR).findings()).hasSize(1);
    assertThat(scrub(ScrubMode.REPORT).findings()).isEmpty();
  }

  @Test
  void scrub_sameFileInTwoRegistries_isReportedOnceWithBoth() throws IOException {
    CrateId first = crates.getFirst();
    CrateId elsewhere = new CrateId("corp", first.name(), first.version(), first.checksum());
    try (Store store = Samples.open(directory)) {
      publish(store, elsewhere, bytes(0, SIZE));
    }
    Files.delete(file(first));

    assertThat(scrub(ScrubMode.REPORT).findings())
        .containsExactly(new Finding.Missing(first.checksum(), List.of(elsewhere, first)));
  }

  @Test
  void scrub_fileWithoutEntry_isUnlistedAndNoFault() throws IOException {
    byte[] bytes = bytes(50, SIZE);
    try (Store store = Samples.open(directory);
        StagedBlob staged = store.blobs().stage()) {
      staged.write(ByteBuffer.wrap(bytes));
      staged.publish(checksum(bytes));
    }

    ScrubReport report = scrub(ScrubMode.REPAIR);

    assertThat(report.findings()).containsExactly(new Finding.Unlisted(checksum(bytes), SIZE));
    assertThat(report.isSound()).isTrue();
    assertThat(Samples.file(directory, checksum(bytes))).exists();
  }

  @Test
  void scrub_damagedIndexFile_isFoundAndForgottenWhenRepairing() throws IOException {
    try (Store store = Samples.open(directory)) {
      IndexCopy good = store.index().find(REGISTRY, SERDE).orElseThrow();
      byte[] gzip = good.gzip().clone();
      gzip[gzip.length - 6] ^= 1;
      store
          .index()
          .put(
              REGISTRY,
              SERDE,
              new IndexCopy(gzip, good.length(), good.etag(), good.upstream(), NOW));
    }

    assertThat(scrub(ScrubMode.REPORT).findings())
        .containsExactly(new Finding.DamagedIndexFile(REGISTRY, SERDE));
    assertThat(scrub(ScrubMode.REPAIR).isSound()).isFalse();
    assertThat(scrub(ScrubMode.REPORT)).isEqualTo(new ScrubReport(10, 10 * SIZE, 0, List.of()));
  }

  @Test
  void scrub_besideAServerThatPublishes_findsNothingMissing() throws Exception {
    try (Store serving = Samples.open(directory)) {
      Thread publishing = Thread.ofVirtual().start(() -> publishMany(serving));
      List<Finding> findings = new ArrayList<>();
      while (publishing.isAlive()) {
        findings.addAll(scrub(ScrubMode.REPAIR).findings());
      }
      publishing.join();

      assertThat(findings).allMatch(finding -> finding instanceof Finding.Unlisted);
    }
    assertThat(scrub(ScrubMode.REPORT)).isEqualTo(new ScrubReport(310, 310 * SIZE, 1, List.of()));
  }

  private static void publishMany(Store store) {
    try {
      for (int i = 100; i < 400; i++) {
        publish(store, crate("crate" + i, "1.0.0", bytes(i, SIZE)), bytes(i, SIZE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
