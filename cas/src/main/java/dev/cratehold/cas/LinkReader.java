package dev.cratehold.cas;

import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/// A file outside the cache that is read, and hashed, to become content of the cache by a symbolic
/// link. What was not read when it is committed is read then.
///
/// For one thread at a time.
public final class LinkReader extends InputStream {
  private final CacheFiles files;
  private final Optional<String> key;
  private final PutOptions options;
  private final Path target;
  private final InputStream source;
  private final Hasher hasher;
  private long size;

  /// @param options normal ones
  LinkReader(
      CacheFiles files, Optional<String> key, PutOptions options, Path target, InputStream source) {
    this.files = files;
    this.key = key;
    this.options = options;
    this.target = target;
    this.source = source;
    this.hasher = Hasher.of(options.algorithms());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = source.read(bytes, offset, length);
    if (read > 0) {
      hasher.update(bytes, offset, read);
      size += read;
    }
    return read;
  }

  /// Makes the link, and the entry of its key, visible. This is closed then.
  ///
  /// @return the digests by which it is found
  /// @throws MismatchException if the file is not what the options say; nothing was changed
  public Integrity commit() throws IOException {
    try (this) {
      transferTo(OutputStream.nullOutputStream());
      return files.link(target, hasher.finish(), size, key, options);
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
