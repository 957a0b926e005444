package dev.cratehold.cas;

import dev.cratehold.cas.content.StagedContent;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Content on its way into a cache. Nobody sees it before it is committed, and who closes this
/// without that leaves nothing behind.
///
/// ```java
/// try (CacheWriter writer = cache.writer("key", PutOptions.DEFAULT)) {
///   writer.write(bytes);
///   writer.commit();
/// }
/// ```
///
/// For one thread at a time.
public final class CacheWriter extends OutputStream {
  private static final int BUFFER = 8 * 1024;

  private final CacheFiles files;
  private final Optional<String> key;
  private final PutOptions options;
  private final StagedContent staged;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long size;
  private boolean closed;

  CacheWriter(CacheFiles files, Optional<String> key, PutOptions options, StagedContent staged) {
    this.files = files;
    this.key = key;
    this.options = options;
    this.staged = staged;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    write(ByteBuffer.wrap(bytes, offset, length));
  }

  /// Appends what remains in `bytes`, all of it.
  ///
  /// @throws MismatchException if that is more than the size that was given
  public void write(ByteBuffer bytes) throws IOException {
    requireOpen();
    size += bytes.remaining();
    requireNotTooMuch();
    if (bytes.remaining() >= BUFFER) {
      writeOut();
      staged.write(bytes);
      return;
    }
    if (buffer.remaining() < bytes.remaining()) {
      writeOut();
    }
    if (buffer.capacity() == 0) {
      buffer = ByteBuffer.allocate(BUFFER);
    }
    buffer.put(bytes);
  }

  /// What was too much was not written, so this is for ever.
  private void requireNotTooMuch() throws MismatchException {
    if (options.size().isPresent() && size > options.size().getAsLong()) {
      throw Mismatches.size(options.size().getAsLong(), size, Optional.empty(), key);
    }
  }

  private void writeOut() throws IOException {
    if (buffer.position() > 0) {
      staged.write(buffer.flip());
      buffer.clear();
    }
  }

  /// How many bytes were written.
  public long size() {
    return size;
  }

  /// Makes the content, and the entry of its key, visible. This is closed then.
  ///
  /// @return the digests by which it is found
  /// @throws MismatchException if it is not what the options say; nothing was stored
  public Integrity commit() throws IOException {
    requireOpen();
    try {
      CacheFiles.Change change = finish();
      files.commit(List.of(change));
      return change.integrity();
    } finally {
      close();
    }
  }

  /// Ends the writing; nothing is visible yet.
  CacheFiles.Change finish() throws IOException {
    requireOpen();
    requireNotTooMuch();
    writeOut();
    return files.change(staged, key, options);
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the writer is closed");
    }
  }

  /// Ends this; nothing of what was not committed stays. Idempotent.
  @Override
  public void close() throws IOException {
    closed = true;
    staged.close();
  }
}
