package dev.cratehold.store;

import dev.cratehold.cas.content.ContentMismatchException;
import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;

/// A staged blob that looks now and then whether there is still room for it, and tells what became
/// of it.
final class LimitedBlob implements StagedBlob {
  private static final long LOOK_AGAIN = 4L << 20;

  private final StagedBlob blob;
  private final Capacity capacity;
  private final Health.Watch watch;
  private long announced;
  private long written;
  private long nextLook = LOOK_AGAIN;
  private boolean published;

  /// @param announced what was reserved
  private LimitedBlob(StagedBlob blob, Capacity capacity, Health.Watch watch, long announced) {
    this.blob = blob;
    this.capacity = capacity;
    this.watch = watch;
    this.announced = announced;
  }

  /// Begins a new file in `blobs`.
  ///
  /// @param length how many bytes it will have, if that is known
  /// @throws NoRoomException if there is no room for it
  static LimitedBlob stage(
      BlobStore blobs, Capacity capacity, Health.Watch watch, OptionalLong length)
      throws IOException {
    long announced = length.orElse(0);
    capacity.reserve(announced);
    try {
      return new LimitedBlob(blobs.stage(), capacity, watch, announced);
    } catch (IOException e) {
      capacity.announced(-announced);
      watch.failed(e);
      throw e;
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    if (written + length > nextLook) {
      nextLook = written + LOOK_AGAIN;
      capacity.require(Math.max(1, length - announced));
    }
    long reserved = Math.min(length, announced);
    capacity.grow(length, reserved, written);
    announced -= reserved;
    try {
      blob.write(bytes);
    } catch (IOException e) {
      capacity.staged(-length);
      watch.failed(e);
      throw e;
    }
    written += length;
  }

  @Override
  public long size() {
    return blob.size();
  }

  @Override
  public FileChannel channel() {
    return blob.channel();
  }

  @Override
  public Checksum finish() {
    return blob.finish();
  }

  @Override
  public void publish(Checksum expected) throws IOException {
    try {
      blob.publish(expected);
    } catch (ContentMismatchException e) {
      throw e;
    } catch (IOException e) {
      watch.failed(e);
      throw e;
    }
    published = true;
    watch.succeeded();
  }

  @Override
  public void close() throws IOException {
    capacity.announced(-announced);
    announced = 0;
    if (published) {
      capacity.published(written);
    }
    capacity.staged(-written);
    written = 0;
    blob.close();
  }
}
