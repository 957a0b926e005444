package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Which files are known to have their checksums: each is hashed the first time that this process
/// needs it, because a disk may have damaged it since it was stored, and now and then again,
/// because a disk may do so at any time.
///
/// Safe for use by several threads.
final class Integrity {
  /// About 30 MB of memory; beyond it, files are hashed once more.
  private static final int MOST_KNOWN = 200_000;

  /// Of so many later looks at files one hashes.
  private static final int SAMPLE = 64;

  private final BlobStore blobs;
  private final RandomGenerator random;
  private final Set<Checksum> known = ConcurrentHashMap.newKeySet();

  /// @param random chooses the looks that hash; safe for use by several threads
  Integrity(BlobStore blobs, RandomGenerator random) {
    this.blobs = blobs;
    this.random = random;
  }

  /// True if the file has its checksum, as far as this process knows or finds out now.
  boolean isIntact(Checksum checksum) throws IOException {
    if (known.contains(checksum) && random.nextInt(SAMPLE) != 0) {
      return true;
    }
    boolean intact = blobs.check(checksum) instanceof BlobCheck.Intact;
    if (intact) {
      remember(checksum);
    } else {
      forget(checksum);
    }
    return intact;
  }

  /// Notes that the file was found to have its checksum.
  void remember(Checksum checksum) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.add(checksum);
  }

  /// Has the file hashed when it is next looked at.
  void forget(Checksum checksum) {
    known.remove(checksum);
  }
}
