package dev.cratehold.store;

import static dev.cratehold.store.Samples.bytes;
import static dev.cratehold.store.Samples.checksum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.content.ContentMismatchException;
import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [BlobStore] does. A subclass gives the store to test, empty.
abstract class BlobStoreContract {
  private static final byte[] BYTES = bytes(1, 50_000);
  private static final Checksum CHECKSUM = checksum(BYTES);

  abstract BlobStore blobs();

  /// Changes a stored blob behind the store's back.
  abstract void corrupt(Checksum checksum) throws IOException;

  private void publish(byte[] bytes) throws IOException {
    try (StagedBlob staged = blobs().stage()) {
      staged.write(ByteBuffer.wrap(bytes));
      staged.publish(checksum(bytes));
    }
  }

  private byte[] read() throws IOException {
    return switch (blobs().open(CHECKSUM).orElseThrow()) {
      case LocalFile file -> Samples.read(file);
    };
  }

  @Test
  void open_neverPublished_isEmpty() throws IOException {
    assertThat(blobs().open(CHECKSUM)).isEmpty();
  }

  @Test
  void open_published_givesTheBytes() throws IOException {
    publish(BYTES);

    assertThat(read()).isEqualTo(BYTES);
  }

  @Test
  void open_stagedOnly_isEmpty() throws IOException {
    try (StagedBlob staged = blobs().stage()) {
      staged.write(ByteBuffer.wrap(BYTES));
      assertThat(staged.finish()).isEqualTo(CHECKSUM);

      assertThat(blobs().open(CHECKSUM)).isEmpty();
    }
    assertThat(blobs().open(CHECKSUM)).isEmpty();
  }

  @Test
  void publish_otherChecksum_storesNothing() throws IOException {
    Checksum expected = checksum(bytes(2, 10));
    try (StagedBlob staged = blobs().stage()) {
      staged.write(ByteBuffer.wrap(BYTES));

      assertThatExceptionOfType(ContentMismatchException.class)
          .isThrownBy(() -> staged.publish(expected));
    }

    assertThat(blobs().open(expected)).isEmpty();
    assertThat(blobs().open(CHECKSUM)).isEmpty();
  }

  @Test
  void channel_afterPublishAndDelete_staysReadable() throws IOException {
    try (StagedBlob staged = blobs().stage()) {
      staged.write(ByteBuffer.wrap(BYTES));
      staged.publish(CHECKSUM);
      assertThat(blobs().delete(CHECKSUM)).isTrue();

      assertThat(Samples.read(new LocalFile(staged.channel(), staged.size()))).isEqualTo(BYTES);
    }
  }

  @Test
  void delete_whileOpen_readerKeepsIt() throws IOException {
    publish(BYTES);
    try (Blob blob = blobs().open(CHECKSUM).orElseThrow()) {
      assertThat(blobs().delete(CHECKSUM)).isTrue();

      assertThat(blob.length()).isEqualTo(BYTES.length);
      assertThat(Samples.read((LocalFile) blob)).isEqualTo(BYTES);
    }
    assertThat(blobs().delete(CHECKSUM)).isFalse();
  }

  @Test
  void check_intactCorruptAndMissing_tellsThemApart() throws IOException {
    assertThat(blobs().check(CHECKSUM)).isEqualTo(new BlobCheck.Missing());
    publish(BYTES);
    assertThat(blobs().check(CHECKSUM)).isEqualTo(new BlobCheck.Intact(BYTES.length));
    corrupt(CHECKSUM);
    assertThat(blobs().check(CHECKSUM)).isInstanceOf(BlobCheck.Corrupt.class);
  }

  @Test
  void quarantine_corrupt_isGoneAndCanBePublishedAgain() throws IOException {
    publish(BYTES);
    corrupt(CHECKSUM);

    assertThat(blobs().quarantine(CHECKSUM)).isInstanceOf(BlobCheck.Corrupt.class);
    assertThat(blobs().open(CHECKSUM)).isEmpty();

    publish(BYTES);
    assertThat(read()).isEqualTo(BYTES);
  }

  @Test
  void quarantine_intact_stays() throws IOException {
    publish(BYTES);

    assertThat(blobs().quarantine(CHECKSUM)).isEqualTo(new BlobCheck.Intact(BYTES.length));
    assertThat(read()).isEqualTo(BYTES);
  }

  @Test
  void sync_published_givesTheSize() throws IOException {
    assertThat(blobs().sync(CHECKSUM)).isEmpty();
    publish(BYTES);
    assertThat(blobs().sync(CHECKSUM)).hasValue(BYTES.length);
  }

  @Test
  void list_allFirstBytes_givesEveryChecksumOnce() throws IOException {
    List<Checksum> published = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      publish(bytes(i, 10));
      published.add(checksum(bytes(i, 10)));
    }

    List<Checksum> listed = new ArrayList<>();
    for (int first = 0; first < 256; first++) {
      listed.addAll(blobs().list(first));
    }

    assertThat(listed).containsExactlyInAnyOrderElementsOf(published);
  }
}
