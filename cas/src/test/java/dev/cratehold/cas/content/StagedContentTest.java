package dev.cratehold.cas.content;

import static dev.cratehold.cas.content.Samples.bytes;
import static dev.cratehold.cas.content.Samples.digest;
import static dev.cratehold.cas.content.Samples.files;
import static dev.cratehold.cas.content.Samples.read;
import static dev.cratehold.cas.content.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagedContentTest {
  private static final byte[] BYTES = bytes(1, 100_000);

  @TempDir Path root;
  private ContentStore store;

  @BeforeEach
  void openStore() throws IOException {
    store = ContentStore.in(root);
  }

  @Test
  void publish_sameDigest_makesTheBytesVisible() throws IOException {
    ContentHash digest = Samples.publish(store, BYTES);

    assertThat(read(store, digest)).isEqualTo(BYTES);
  }

  @Test
  void publish_noBytes_makesAnEmptyFileVisible() throws IOException {
    ContentHash digest = Samples.publish(store, new byte[0]);

    assertThat(read(store, digest)).isEmpty();
  }

  @Test
  void publish_writtenInPieces_makesAllOfThemVisible() throws IOException {
    try (StagedContent staged = stage(store)) {
      for (int start = 0; start < BYTES.length; start += 777) {
        staged.write(ByteBuffer.wrap(BYTES, start, Math.min(777, BYTES.length - start)));
      }
      staged.publish(Integrity.of(digest(BYTES)));
    }

    assertThat(read(store, digest(BYTES))).isEqualTo(BYTES);
  }

  @Test
  void publish_fromADirectBuffer_makesTheBytesVisible() throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(BYTES.length).put(BYTES).flip();
    try (StagedContent staged = stage(store)) {
      staged.write(direct);
      staged.publish(Integrity.of(digest(BYTES)));
    }

    assertThat(read(store, digest(BYTES))).isEqualTo(BYTES);
    assertThat(direct.hasRemaining()).isFalse();
  }

  @Test
  void publish_otherDigest_saysBothAndLeavesNothing() throws IOException {
    ContentHash expected = digest(bytes(2, 10));
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES));

      assertThatExceptionOfType(ContentMismatchException.class)
          .isThrownBy(() -> staged.publish(Integrity.of(expected)))
          .withMessageContaining(expected.hex())
          .withMessageContaining(digest(BYTES).hex())
          .withMessageContaining("100000 bytes");
    }

    assertThat(files(root)).isEmpty();
  }

  @Test
  void publish_directoryInItsPlace_isQuarantinedAndReplaced() throws IOException {
    Path place = Samples.file(root, digest(BYTES));
    Files.createDirectories(place.resolve("directory"));
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES));

      assertThat(staged.publish(Integrity.of(digest(BYTES))))
          .isEqualTo(StagedContent.Outcome.PLACED);
    }

    assertThat(read(store, digest(BYTES))).isEqualTo(BYTES);
    assertThat(files(root)).containsExactly(place);
  }

  @Test
  void close_notPublished_leavesNothing() throws IOException {
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES));
    }

    assertThat(files(root)).isEmpty();
  }

  @Test
  void close_twice_isHarmless() throws IOException {
    StagedContent staged = stage(store);
    staged.write(ByteBuffer.wrap(BYTES));
    staged.publish(Integrity.of(digest(BYTES)));

    staged.close();
    staged.close();

    assertThat(read(store, digest(BYTES))).isEqualTo(BYTES);
  }

  @Test
  void channel_whileWriting_holdsAsMuchAsSizeSays() throws IOException {
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES, 0, 5000));

      assertThat(staged.size()).isEqualTo(5000);
      assertThat(read(staged.channel(), staged.size())).isEqualTo(Arrays.copyOf(BYTES, 5000));
    }
  }

  @Test
  void channel_afterPublish_staysReadable() throws IOException {
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES));
      staged.publish(Integrity.of(digest(BYTES)));
      store.delete(digest(BYTES));

      assertThat(read(staged.channel(), staged.size())).isEqualTo(BYTES);
    }
  }

  @Test
  void channel_readerInterrupted_writerGoesOn() throws Exception {
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES));
      Thread reader = Thread.ofPlatform().start(() -> readInterrupted(staged.channel()));
      reader.join();

      staged.publish(Integrity.of(digest(BYTES)));

      assertThat(staged.channel().isOpen()).isFalse();
    }
    assertThat(read(store, digest(BYTES))).isEqualTo(BYTES);
  }

  private static void readInterrupted(FileChannel channel) {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(ClosedByInterruptException.class).isThrownBy(() -> read(channel, 10));
  }

  @Test
  void finish_twice_givesTheSameDigest() throws IOException {
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES));

      assertThat(staged.finish()).isEqualTo(Integrity.of(digest(BYTES))).isEqualTo(staged.finish());
    }
  }

  @Test
  void write_afterFinish_isRefused() throws IOException {
    try (StagedContent staged = stage(store)) {
      staged.finish();

      assertThatIllegalStateException()
          .isThrownBy(() -> staged.write(ByteBuffer.wrap(BYTES)))
          .withMessageContaining("FINISHED");
    }
  }

  @Test
  void publish_twice_isRefused() throws IOException {
    try (StagedContent staged = stage(store)) {
      staged.write(ByteBuffer.wrap(BYTES));
      staged.publish(Integrity.of(digest(BYTES)));

      assertThatIllegalStateException()
          .isThrownBy(() -> staged.publish(Integrity.of(digest(BYTES))));
    }
  }
}
