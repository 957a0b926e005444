package dev.cratehold.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Set;

/// Which files a collection leaves because of pins. Immutable.
final class PinnedFiles {
  private final Set<Key> keys;

  /// A checksum.
  record Key(long first, long second, long third, long fourth) {}

  PinnedFiles(Collection<Key> keys) {
    this.keys = Set.copyOf(keys);
  }

  static Key key(byte[] checksum) {
    ByteBuffer numbers = ByteBuffer.wrap(checksum);
    return new Key(numbers.getLong(), numbers.getLong(), numbers.getLong(), numbers.getLong());
  }

  boolean contains(StoredFile file) {
    return keys.contains(new Key(file.first(), file.second(), file.third(), file.fourth()));
  }
}
