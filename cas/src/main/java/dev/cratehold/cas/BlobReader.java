package dev.cratehold.cas;

import dev.cratehold.cas.content.Content;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A stream of content that is hashed as it is read. The end of corrupt content is an error: who
/// has read up to the end has read what was stored. Who stops before has read bytes that nobody
/// vouches for.
///
/// For one thread at a time. It stays readable if the content is removed meanwhile.
public final class BlobReader extends InputStream {
  private final BlobFiles files;
  private final Wanted wanted;
  private final ContentHash hash;
  private final Content content;
  private final Optional<Hasher> hasher;
  private final byte[] one = new byte[1];
  private Optional<MismatchException> failure = Optional.empty();
  private boolean ended;

  BlobReader(BlobFiles files, Wanted wanted, ContentHash hash, Content content) {
    this.files = files;
    this.wanted = wanted;
    this.hash = hash;
    this.content = content;
    this.hasher =
        wanted.isChecked() ? Optional.of(Hasher.of(wanted.algorithms())) : Optional.empty();
  }

  /// How long the content is.
  public long size() {
    return content.size();
  }

  /// The digests by which it was found.
  public Integrity integrity() {
    return wanted.integrity();
  }

  /// The entry of the key by which it was asked for; empty if that was by digest.
  public Optional<IndexEntry> entry() {
    return wanted.entry();
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  /// @throws MismatchException at the end, if what was read is corrupt
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    if (length == 0) {
      return 0;
    }
    int read = read(buffer);
    if (read > 0) {
      hasher.ifPresent(function -> function.update(bytes, offset, read));
    } else {
      end();
    }
    return read;
  }

  private int read(ByteBuffer buffer) throws IOException {
    try {
      return content.channel().read(buffer);
    } catch (IOException e) {
      throw files.readFailure(hash, wanted, e);
    }
  }

  private void end() throws MismatchException {
    if (!ended && hasher.isPresent()) {
      ended = true;
      failure = failure(hasher.get().finish());
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private Optional<MismatchException> failure(Integrity actual) {
    try {
      BlobFiles.require(wanted, hash, actual);
      return Optional.empty();
    } catch (BlobFiles.CorruptException e) {
      return Optional.of(files.deal(hash, wanted, e));
    } catch (MismatchException e) {
      return Optional.of(e);
    }
  }

  /// Reads what is left, and so makes sure of all that was read.
  ///
  /// @throws MismatchException if it is corrupt
  public void check() throws IOException {
    transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public int available() throws IOException {
    long left = content.size() - content.channel().position();
    return Math.clamp(left, 0, Integer.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
