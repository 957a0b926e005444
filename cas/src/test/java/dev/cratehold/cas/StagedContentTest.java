package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.bytes;
import static dev.cratehold.cas.Samples.digest;
import static dev.cratehold.cas.Samples.files;
import static dev.cratehold.cas.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
    store = ContentStore.open(root);
  }

  @Test
  void publish_sameDigest_makesTheBytesVisible() throws IOException {
    Digest digest = Samples.publish(store, BYTES);

    assertThat(read(store, digest)).isEqualTo(BYTES);
  }

  @Test
  void publish_noBytes_makesAnEmptyFileVisible() throws IOException {
    Digest digest = Samples.publish(store, new byte[0]);

    assertThat(read(store, digest)).isEmpty();
  }

  @Test
  void publish_writtenInPieces_makesAllOfThemVisible() throws IOException {
    try (StagedContent staged = store.stage()) {
      for (int start = 0; start < BYTES.length; start += 777) {
        staged.write(ByteBuffer.wrap(BYTES, start, Math.min(777, BYTES.length - start)));
      }
      staged.publish(digest(BYTES));
    }

    assertThat(read(store, digest(BYTES))).isEqualTo(BYTES);
  }

  @Test
  void publish_fromADirectBuffer_makesTheBytesVisible() throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(BYTES.length).put(BYTES).flip();
    try (StagedContent staged = store.stage()) {
      staged.write(direct);
      staged.publish(digest(BYTES));
    }

    assertThat(read(store, digest(BYTES))).isEqualTo(BYTES);
    assertThat(direct.hasRemaining()).isFalse();
  }

  @Test
  void publish_otherDigest_saysBothAndLeavesNothing() throws IOException {
    Digest expected = digest(bytes(2, 10));
    try (StagedContent staged = store.stage()) {
      staged.write(ByteBuffer.wrap(BYTES));

      assertThatExceptionOfType(DigestMismatchException.class)
          .isThrownBy(() -> staged.publish(expected))
          .withMessageContaining(expected.hex())
          .withMessageContaining(digest(BYTES).hex())
          .withMessageContaining("100000 bytes");
    }

    assertThat(files(root)).isEmpty();
  }

  @Test
  void publish_somethingElseIsInItsPlace_failsAndLeavesNothingBehind() throws IOException {
    Path place = Samples.file(root, digest(BYTES));
    Files.createDirectories(place.resolve("directory"));
    try (StagedContent staged = store.stage()) {
      staged.write(ByteBuffer.wrap(BYTES));

      assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged.publish(digest(BYTES)));
    }

    assertThat(files(root)).isEmpty();
  }

  @Test
  void close_notPublished_leavesNothing() throws IOException {
    try (StagedContent staged = store.stage()) {
      staged.write(ByteBuffer.wrap(BYTES));
    }

    assertThat(files(root)).isEmpty();
  }

  @Test
  void close_twice_isHarmless() throws IOException {
    StagedContent staged = store.stage();
    staged.write(ByteBuffer.wrap(BYTES));
    staged.publish(digest(BYTES));

    staged.close();
    staged.close();

    assertThat(read(store, digest(BYTES))).isEqualTo(BYTES);
  }

  @Test
  void channel_whileWriting_holdsAsMuchAsSizeSays() throws IOException {
    try (StagedContent staged = store.stage()) {
      staged.write(ByteBuffer.wrap(BYTES, 0, 5000));

      assertThat(staged.size()).isEqualTo(5000);
      assertThat(read(staged.channel(), staged.size())).isEqualTo(Arrays.copyOf(BYTES, 5000));
    }
  }

  @Test
  void channel_afterPublish_staysReadable() throws IOException {
    try (StagedContent staged = store.stage()) {
      staged.write(ByteBuffer.wrap(BYTES));
      staged.publish(digest(BYTES));
      store.delete(digest(BYTES));

      assertThat(read(staged.channel(), staged.size())).isEqualTo(BYTES);
    }
  }

  @Test
  void channel_readerInterrupted_writerGoesOn() throws Exception {
    try (StagedContent staged = store.stage()) {
      staged.write(ByteBuffer.wrap(BYTES));
      Thread reader = Thread.ofPlatform().start(() -> readInterrupted(staged.channel()));
      reader.join();

      staged.publish(digest(BYTES));

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
    try (StagedContent staged = store.stage()) {
      staged.write(ByteBuffer.wrap(BYTES));

      assertThat(staged.finish()).isEqualTo(digest(BYTES)).isEqualTo(staged.finish());
    }
  }

  @Test
  void write_afterFinish_isRefused() throws IOException {
    try (StagedContent staged = store.stage()) {
      staged.finish();

      assertThatIllegalStateException()
          .isThrownBy(() -> staged.write(ByteBuffer.wrap(BYTES)))
          .withMessageContaining("FINISHED");
    }
  }

  @Test
  void publish_twice_isRefused() throws IOException {
    try (StagedContent staged = store.stage()) {
      staged.write(ByteBuffer.wrap(BYTES));
      staged.publish(digest(BYTES));

      assertThatIllegalStateException().isThrownBy(() -> staged.publish(digest(BYTES)));
    }
  }
}
