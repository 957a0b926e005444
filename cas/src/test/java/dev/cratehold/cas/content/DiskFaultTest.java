package dev.cratehold.cas.content;

import static dev.cratehold.cas.content.Samples.bytes;
import static dev.cratehold.cas.content.Samples.digest;
import static dev.cratehold.cas.content.Samples.files;
import static dev.cratehold.cas.content.Samples.publish;
import static dev.cratehold.cas.content.Samples.read;
import static dev.cratehold.cas.content.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk fails at every step in turn.
final class DiskFaultTest {
  private static final byte[] BYTES = bytes(1, 100_000);
  private static final ContentHash DIGEST = digest(BYTES);
  private static final int MOST_STEPS = 50;

  private final FaultyFileSystem disk = FaultyFileSystem.create();

  @TempDir Path temporary;

  /// Something that is done with a store while the disk may fail.
  @FunctionalInterface
  private interface Deed {
    void run(ContentStore store) throws IOException;
  }

  /// Prepares a store in a new directory, does the deed with a disk that fails as `fault` plans it,
  /// and checks what is left. Returns the steps that failed.
  private List<String> atEveryStep(LongConsumer fault, Deed prepare, Deed deed) throws IOException {
    List<String> failed = new ArrayList<>();
    for (int n = 1; n <= MOST_STEPS; n++) {
      Path root = temporary.resolve("store" + n);
      disk.heal();
      prepare.run(ContentStore.in(root));
      fault.accept(n);
      boolean done = attempt(root, deed);
      if (disk.lastFault().isEmpty()) {
        assertThat(done).isTrue();
        return failed;
      }
      failed.add(disk.lastFault().orElseThrow());
      disk.heal();
      checkNothingIsHalfWritten(root);
    }
    throw new IllegalStateException("still failing at " + failed.getLast());
  }

  private boolean attempt(Path root, Deed deed) {
    try {
      deed.run(ContentStore.in(disk.path(root)));
      return true;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left on device");
      return false;
    }
  }

  private static void checkNothingIsHalfWritten(Path root) throws IOException {
    ContentStore store = ContentStore.in(root);
    assertThat(store.verify(DIGEST)).isNotInstanceOf(Verification.Corrupt.class);
    publish(store, BYTES);
    assertThat(read(store, DIGEST)).isEqualTo(BYTES);
  }

  private static void nothing(ContentStore store) {}

  private static void publishInPieces(ContentStore store) throws IOException {
    try (StagedContent staged = stage(store)) {
      for (int start = 0; start < BYTES.length; start += 40_000) {
        staged.write(ByteBuffer.wrap(BYTES, start, Math.min(40_000, BYTES.length - start)));
      }
      staged.publish(Integrity.of(DIGEST));
    }
  }

  @Test
  void publish_oneStepFails_leavesNothingHalfWritten() throws IOException {
    List<String> failed =
        atEveryStep(disk::failAt, DiskFaultTest::nothing, DiskFaultTest::publishInPieces);

    assertThat(failed)
        .anyMatch(step -> step.contains("OPEN"))
        .anyMatch(step -> step.contains("WRITE"))
        .anyMatch(step -> step.contains("MOVE"))
        .anyMatch(step -> step.contains("CREATE_DIRECTORY"));
  }

  @Test
  void publish_diskDiesAtAStep_leavesNothingHalfWritten() throws IOException {
    assertThat(atEveryStep(disk::failFrom, DiskFaultTest::nothing, DiskFaultTest::publishInPieces))
        .hasSizeGreaterThan(5);
  }

  @Test
  void publish_diskFullFromAStep_leavesNoStagedFile() throws IOException {
    atEveryStep(
        disk::fullFrom,
        DiskFaultTest::nothing,
        store -> {
          try {
            publishInPieces(store);
          } catch (IOException e) {
            assertThat(files(temporary))
                .noneMatch(file -> temporary.relativize(file).getName(1).endsWith("tmp"));
            throw e;
          }
        });
  }

  @Test
  void publish_overAFileThatIsThere_keepsThatOrTheNewOne() throws IOException {
    List<String> failed =
        atEveryStep(
            disk::failAt,
            store -> publish(store, BYTES),
            store -> {
              publishInPieces(store);
              assertThat(read(store, DIGEST)).isEqualTo(BYTES);
            });

    assertThat(failed).anyMatch(step -> step.contains("DELETE"));
  }

  @Test
  void quarantine_intactFileAndAStepFails_neverCallsItCorrupt() throws IOException {
    assertThat(
            atEveryStep(
                disk::failAt,
                store -> publish(store, BYTES),
                store ->
                    assertThat(store.quarantine(DIGEST)).isInstanceOf(Verification.Intact.class)))
        .isNotEmpty();
  }

  @Test
  void write_failed_readersKeepWhatWasWrittenBefore() throws IOException {
    ContentStore store = ContentStore.in(disk.path(temporary));
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES, 0, 5000));
      disk.fullFrom(1);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> staged.write(ByteBuffer.wrap(BYTES, 5000, 5000)));

      assertThat(staged.size()).isEqualTo(5000);
      assertThat(read(staged.channel(), staged.size())).isEqualTo(Arrays.copyOf(BYTES, 5000));
    }
    assertThat(files(temporary)).isEmpty();
  }

  @Test
  void quarantine_directoryInPlaceOfAFile_isTakenAway() throws IOException {
    ContentStore store = ContentStore.in(temporary);
    Path directoryInPlaceOfAFile = Samples.file(temporary, DIGEST);
    Files.createDirectories(directoryInPlaceOfAFile);

    assertThat(store.quarantine(DIGEST)).isEqualTo(new Verification.NoFile());

    assertThat(directoryInPlaceOfAFile).doesNotExist();
  }
}
