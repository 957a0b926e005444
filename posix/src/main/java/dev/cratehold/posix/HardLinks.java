package dev.cratehold.posix;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The files with several links that a measurement has met, so that each is counted once. Safe for
/// use by several threads, so that several walkers can share one.
public final class HardLinks {
  private record Key(long device, long inode) {}

  private final Set<Key> seen = ConcurrentHashMap.newKeySet();

  /// None met yet.
  public HardLinks() {}

  /// Whether this file is met for the first time. One with a single link always is, and is not
  /// remembered.
  public boolean isFirst(FileIdentity file) {
    return isFirst(file.device(), file.inode(), file.links());
  }

  boolean isFirst(long device, long inode, long links) {
    return links < 2 || seen.add(new Key(device, inode));
  }
}
