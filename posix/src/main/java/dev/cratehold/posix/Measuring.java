package dev.cratehold.posix;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Sums up what a [Descent] comes by.
final class Measuring implements Descent.Steps {
  private static final int NOT_ENTERED = -1;

  private final FileStatus status;
  private final HardLinks seen;
  private final Set<String> skippedDirectoryNames;
  private long files;
  private long directories;
  private long apparentBytes;
  private long realBytes;
  private long newestModified;

  Measuring(FileStatus status, HardLinks seen, Set<String> skippedDirectoryNames) {
    this.status = status;
    this.seen = seen;
    this.skippedDirectoryNames = skippedDirectoryNames;
  }

  TreeUsage usage() {
    return new TreeUsage(files, directories, apparentBytes, realBytes, newestModified);
  }

  @Override
  public boolean enters(byte[] name) {
    return skippedDirectoryNames.isEmpty()
        || !skippedDirectoryNames.contains(new String(name, StandardCharsets.UTF_8));
  }

  @Override
  public boolean entered(Descent.Level level) {
    countDirectory();
    return true;
  }

  private void countDirectory() {
    directories++;
    realBytes += status.realBytes();
  }

  @Override
  public void file(Descent.Level level, MemorySegment name) {
    // What cannot be read has vanished, or its directory may only be listed.
    if (status.read(level.descriptor(), name) == 0) {
      countFile();
    }
  }

  /// Counts the file whose status was read last.
  void countFile() {
    files++;
    newestModified = Math.max(newestModified, status.modified());
    if (status.isRegularFile()) {
      apparentBytes += status.size();
    }
    if (seen.isFirst(status.device(), status.inode(), status.links())) {
      realBytes += status.realBytes();
    }
  }

  @Override
  public int unopened(Descent.Level parent, MemorySegment name, int error) {
    if (status.read(parent.descriptor(), name) == 0 && status.isDirectory()) {
      countDirectory();
    }
    return NOT_ENTERED;
  }

  @Override
  public void interrupted(Descent.Level level, int error) {
    // What was read until then counts.
  }

  @Override
  public void left(Descent.Level parent, Descent.Level level) {
    // Nothing is left to do.
  }

  @Override
  public void lost() {
    // Somebody moved the tree meanwhile: what was found of it counts.
  }
}
