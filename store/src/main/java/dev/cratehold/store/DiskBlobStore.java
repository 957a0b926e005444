package dev.cratehold.store;

import dev.cratehold.cas.content.Content;
import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.content.StagedContent;
import dev.cratehold.cas.content.Verification;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Crate files in a content store on a local disk.
final class DiskBlobStore implements BlobStore {
  private static final Set<HashAlgorithm> SHA256 = Set.of(HashAlgorithm.SHA256);

  private final ContentStore content;

  private DiskBlobStore(ContentStore content) {
    this.content = content;
  }

  /// The blobs in `root`, of which nothing is looked at or made.
  static DiskBlobStore in(Path root) {
    return new DiskBlobStore(ContentStore.in(root));
  }

  @Override
  public StagedBlob stage() throws IOException {
    return new Staged(content.stageFollowed(SHA256));
  }

  @Override
  public Optional<Blob> open(Checksum checksum) throws IOException {
    return openFile(checksum).map(file -> file);
  }

  Optional<LocalFile> openFile(Checksum checksum) throws IOException {
    return content.open(hash(checksum)).map(DiskBlobStore::localFile);
  }

  private static LocalFile localFile(Content file) {
    return new LocalFile(file.channel(), file.size());
  }

  @Override
  public BlobCheck check(Checksum checksum) throws IOException {
    return check(content.verify(hash(checksum)));
  }

  @Override
  public BlobCheck quarantine(Checksum checksum) throws IOException {
    return check(content.quarantine(hash(checksum)));
  }

  private static BlobCheck check(Verification verification) throws IOException {
    return switch (verification) {
      case Verification.Intact(long size) -> new BlobCheck.Intact(size);
      case Verification.Missing() -> new BlobCheck.Missing();
      case Verification.Corrupt(ContentHash actual, long size) ->
          new BlobCheck.Corrupt(checksum(actual), size);
      case Verification.NoFile() ->
          throw new IOException(
              "there is something else in the place of a blob: is it a directory?");
    };
  }

  @Override
  public OptionalLong sync(Checksum checksum) throws IOException {
    return content.sync(hash(checksum));
  }

  @Override
  public Optional<BlobFacts> facts(Checksum checksum) throws IOException {
    return content
        .facts(hash(checksum))
        .map(found -> new BlobFacts(found.size(), found.modified()));
  }

  @Override
  public BlobExpiry deleteExpired(Checksum checksum, Instant limit) throws IOException {
    return switch (content.deleteExpired(hash(checksum), limit)) {
      case DELETED -> BlobExpiry.DELETED;
      case MISSING -> BlobExpiry.MISSING;
      case YOUNG -> BlobExpiry.YOUNG;
    };
  }

  @Override
  public boolean delete(Checksum checksum) throws IOException {
    return content.delete(hash(checksum));
  }

  @Override
  public List<Checksum> list(int first) throws IOException {
    return content.hashes(HashAlgorithm.SHA256, first).stream()
        .map(DiskBlobStore::checksum)
        .toList();
  }

  @Override
  public List<Checksum> readable(int first) {
    return content.readableHashes(HashAlgorithm.SHA256, first).stream()
        .map(DiskBlobStore::checksum)
        .toList();
  }

  /// Deletes staged files last written before `limit`. Returns how many.
  int sweepStaged(Instant limit) throws IOException {
    return content.sweepStaged(limit);
  }

  private static ContentHash hash(Checksum checksum) {
    return new ContentHash(HashAlgorithm.SHA256, checksum.hex(), "");
  }

  private static Checksum checksum(ContentHash hash) {
    return new Checksum(hash.hex());
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
      return checksum(content.finish().strongest());
    }

    @Override
    public void publish(Checksum expected) throws IOException {
      content.publish(Integrity.of(hash(expected)));
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }
}
