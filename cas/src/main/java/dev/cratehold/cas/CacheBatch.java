package dev.cratehold.cas;

import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Several writes that are committed together: all bytes are on the disk before the first name is
/// given, all names before the first line is written. Each write is atomic by itself; the batch is
/// not, and who is killed while it commits may have made some of them visible. Closing it without
/// that leaves nothing behind.
///
/// ```java
/// try (CacheBatch batch = cache.batch()) {
///   batch.put("a", first, PutOptions.DEFAULT);
///   batch.put("b", second, PutOptions.DEFAULT);
///   batch.commit();
/// }
/// ```
///
/// For one thread at a time. Each write of it holds a file open until it is committed.
public final class CacheBatch implements AutoCloseable {
  private final CacheFiles files;
  private final List<CacheWriter> writers = new ArrayList<>();
  private final List<CacheFiles.Change> changes = new ArrayList<>();
  private boolean closed;

  CacheBatch(CacheFiles files) {
    this.files = files;
  }

  /// Adds bytes under a key.
  ///
  /// @return the digests by which they will be found
  /// @throws MismatchException if they are not what the options say
  public Integrity put(String key, byte[] bytes, PutOptions options) throws IOException {
    requireOpen();
    CacheWriter writer = files.writer(Optional.of(key), options);
    writers.add(writer);
    writer.write(ByteBuffer.wrap(bytes));
    CacheFiles.Change change = writer.finish();
    changes.add(change);
    return change.integrity();
  }

  /// Makes all of it visible, in the order in which it was added. The batch is closed then.
  public void commit() throws IOException {
    requireOpen();
    try (this) {
      files.commit(changes);
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the batch is closed");
    }
  }

  /// Ends this; nothing of what was not committed stays. Idempotent.
  @Override
  public void close() throws IOException {
    closed = true;
    List<CacheWriter> open = List.copyOf(writers);
    writers.clear();
    changes.clear();
    Closing.all(open);
  }
}
