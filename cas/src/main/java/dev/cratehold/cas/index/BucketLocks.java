package dev.cratehold.cas.index;

import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/// The locks of all buckets in this process: who adds lines shares a bucket, who writes it anew has
/// it alone. Several buckets may have one lock; nobody holds two.
final class BucketLocks {
  private static final int STRIPES = 256;

  private static final ReadWriteLock[] LOCKS =
      Stream.generate(ReentrantReadWriteLock::new).limit(STRIPES).toArray(ReadWriteLock[]::new);

  private BucketLocks() {}

  static Lock toAppend(Path bucket) {
    return of(bucket).readLock();
  }

  static Lock toRewrite(Path bucket) {
    return of(bucket).writeLock();
  }

  /// By the name of the file alone: one bucket may be called by several paths.
  private static ReadWriteLock of(Path bucket) {
    return LOCKS[Math.floorMod(String.valueOf(bucket.getFileName()).hashCode(), STRIPES)];
  }
}
