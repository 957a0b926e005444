package dev.cratehold.proxy;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.store.IndexCopy;
import org.jspecify.annotations.Nullable;

/// An index file in memory: what is served, and, from the first time that it is needed, what it
/// says.
///
/// Safe for use by several threads; reading the same file twice at once does no harm.
final class CachedIndex {
  private static final int BYTES_PER_ENTRY = 300;
  private static final int BYTES_PER_FILE = 400;

  private final CrateName name;
  private final IndexCopy copy;
  private volatile @Nullable IndexFile file;

  CachedIndex(CrateName name, IndexCopy copy) {
    this.name = name;
    this.copy = copy;
  }

  CachedIndex(IndexFile file, IndexCopy copy) {
    this(file.name(), copy);
    this.file = file;
  }

  IndexCopy copy() {
    return copy;
  }

  /// The same content, confirmed by the upstream since.
  CachedIndex confirmed(IndexCopy newer) {
    CachedIndex confirmed = new CachedIndex(name, newer);
    confirmed.file = file;
    return confirmed;
  }

  /// What the file says.
  ///
  /// @throws MalformedIndexException if it cannot be read, which [IndexRelay] rules out
  IndexFile file() throws MalformedIndexException {
    IndexFile known = file;
    if (known == null) {
      known = IndexFile.parse(name, copy.body());
      file = known;
    }
    return known;
  }

  /// About how many bytes of memory this takes, counting the parsed form that it may come to hold.
  int weight() {
    return BYTES_PER_FILE + copy.gzip().length + copy.length() / 500 * BYTES_PER_ENTRY;
  }
}
