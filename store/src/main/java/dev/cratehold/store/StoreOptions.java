package dev.cratehold.store;

import java.util.OptionalLong;

/// How a store is opened, and how much it may take of its disk.
///
/// @param maxBytes how many bytes the crate files and the database may have before no further crate
///   is stored; without a value, as many as fit
/// @param minFree how many bytes of the disk stay free of crates, so that the database has room
public record StoreOptions(Access access, OptionalLong maxBytes, long minFree) {
  private static final long DEFAULT_MIN_FREE = 64L << 20;

  public StoreOptions {
    if (maxBytes.isPresent() && maxBytes.getAsLong() < 0) {
      throw new IllegalArgumentException("a store cannot have " + maxBytes.getAsLong() + " bytes");
    }
    if (minFree < 0) {
      throw new IllegalArgumentException("a disk cannot have " + minFree + " free bytes");
    }
  }

  /// What suits a server: no limit but the disk, of which 64 MiB stay free, and reading alone where
  /// nothing can be written.
  public static StoreOptions defaults() {
    return new StoreOptions(Access.READ_IF_NOT_WRITABLE, OptionalLong.empty(), DEFAULT_MIN_FREE);
  }

  /// The same with another access.
  public StoreOptions withAccess(Access other) {
    return new StoreOptions(other, maxBytes, minFree);
  }

  /// The same with another limit.
  public StoreOptions withMaxBytes(long bytes) {
    return new StoreOptions(access, OptionalLong.of(bytes), minFree);
  }

  /// The same with another reserve.
  public StoreOptions withMinFree(long bytes) {
    return new StoreOptions(access, maxBytes, bytes);
  }
}
