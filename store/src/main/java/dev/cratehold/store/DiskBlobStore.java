package dev.cratehold.store;

import dev.cratehold.cas.Content;
import dev.cratehold.cas.ContentStore;
import dev.cratehold.cas.Digest;
import dev.cratehold.cas.StagedContent;
import dev.cratehold.cas.Verification;
import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Crate files in a content store on a local disk.
final class DiskBlobStore implements BlobStore {
  private final ContentStore content;

  private DiskBlobStore(ContentStore content) {
    this.content = content;
  }

  static DiskBlobStore open(Path root) throws IOException {
    return new DiskBlobStore(ContentStore.open(root));
  }

  /// The blobs that are in `root`, for reading.
  static DiskBlobStore existing(Path root) {
    return new DiskBlobStore(ContentStore.existing(root));
  }

  @Override
  public StagedBlob stage() throws IOException {
    return new Staged(content.stage());
  }

  @Override
  public Optional<Blob> open(Checksum checksum) throws IOException {
    return openFile(checksum).map(file -> file);
  }

  Optional<LocalFile> openFile(Checksum checksum) throws IOException {
    return content.open(digest(checksum)).map(DiskBlobStore::localFile);
  }

  private static LocalFile localFile(Content file) {
    return new LocalFile(file.channel(), file.size());
  }

  @Override
  public BlobCheck check(Checksum checksum) throws IOException {
    return check(content.verify(digest(checksum)));
  }

  @Override
  public BlobCheck quarantine(Checksum checksum) throws IOException {
    return check(content.quarantine(digest(checksum)));
  }

  private static BlobCheck check(Verification verification) {
    return switch (verification) {
      case Verification.Intact(long size) -> new BlobCheck.Intact(size);
      case Verification.Missing() -> new BlobCheck.Missing();
      case Verification.Corrupt(Digest actual, long size) ->
          new BlobCheck.Corrupt(checksum(actual), size);
    };
  }

  @Override
  public OptionalLong sync(Checksum checksum) throws IOException {
    return content.sync(digest(checksum));
  }

  @Override
  public boolean delete(Checksum checksum) throws IOException {
    return content.delete(digest(checksum));
  }

  @Override
  public List<Checksum> list(int first) throws IOException {
    return content.digests(first).stream().map(DiskBlobStore::checksum).toList();
  }

  /// Deletes staged files last written before `limit`. Returns how many.
  int sweepStaged(Instant limit) throws IOException {
    return content.sweepStaged(limit);
  }

  private static Digest digest(Checksum checksum) {
    return new Digest(checksum.hex());
  }

  private static Checksum checksum(Digest digest) {
    return new Checksum(digest.hex());
  }

  private record Staged(StagedContent content) implements StagedBlob {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      content.write(bytes);
    }

    @Override
    public long size() {
      return content.size();
    }

    @Override
    public FileChannel channel() {
      return content.channel();
    }

    @Override
    public Checksum finish() {
      return checksum(content.finish());
    }

    @Override
    public void publish(Checksum expected) throws IOException {
      content.publish(digest(expected));
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }
}
