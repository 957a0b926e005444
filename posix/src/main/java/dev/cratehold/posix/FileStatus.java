package dev.cratehold.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The memory that `statx(2)` fills in, and what it says of the last file. The layout of the struct
/// is the same on all processors.
final class FileStatus {
  private static final long SIZE = 256;
  private static final int WORDS = 18;
  private static final int NO_AUTOMOUNT = 0x800;
  private static final int NO_FOLLOW = 0x100;
  private static final int EMPTY_PATH = 0x1000;
  // STATX_TYPE, _MODE, _NLINK, _UID, _MTIME, _INO, _SIZE, _BLOCKS
  private static final int WANTED = 0x1 | 0x2 | 0x4 | 0x8 | 0x40 | 0x100 | 0x200 | 0x400;

  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int SYMLINK = 0120000;
  private static final long UNIT = 512;
  private static final long MOUNT_ROOT = 0x2000;

  private final TreeCalls calls;
  private final MemorySegment memory;
  private final long[] words = new long[WORDS];
  private final MemorySegment empty;

  FileStatus(TreeCalls calls, Arena arena) {
    this.calls = calls;
    memory = arena.allocate(SIZE, Long.BYTES);
    empty = arena.allocate(1);
  }

  /// Reads the status of what has this name in an open directory, of a link itself.
  ///
  /// @return zero or the negative error number
  int read(int directory, MemorySegment name) {
    return copy(calls.statx(directory, name, NO_FOLLOW | NO_AUTOMOUNT, WANTED, memory));
  }

  /// Reads the status of an open file.
  int read(int descriptor) {
    return copy(calls.statx(descriptor, empty, EMPTY_PATH, WANTED, memory));
  }

  private int copy(int result) {
    MemorySegment.copy(memory, ValueLayout.JAVA_LONG, 0, words, 0, WORDS);
    return result;
  }

  EntryType type() {
    return switch (mode() & TYPE) {
      case DIRECTORY -> EntryType.DIRECTORY;
      case REGULAR -> EntryType.FILE;
      case SYMLINK -> EntryType.SYMLINK;
      default -> EntryType.OTHER;
    };
  }

  boolean isDirectory() {
    return (mode() & TYPE) == DIRECTORY;
  }

  boolean isRegularFile() {
    return (mode() & TYPE) == REGULAR;
  }

  /// Whether something is mounted there. Linux before 5.8 does not say.
  boolean isMountPoint() {
    return (words[1] & MOUNT_ROOT) != 0;
  }

  /// The type and the permissions.
  int mode() {
    return (int) (words[3] >>> 32) & 0xffff;
  }

  int owner() {
    return (int) (words[2] >>> 32);
  }

  long links() {
    return words[2] & 0xffffffffL;
  }

  long inode() {
    return words[4];
  }

  long size() {
    return words[5];
  }

  /// What it takes on the disk, in bytes.
  long realBytes() {
    return words[6] * UNIT;
  }

  /// In seconds since the epoch.
  long modified() {
    return words[14];
  }

  /// The number of the device as `stat(2)` gives it.
  long device() {
    long major = words[17] & 0xffffffffL;
    long minor = words[17] >>> 32;
    return ((major & 0xfffff000L) << 32)
        | ((major & 0xfffL) << 8)
        | ((minor & 0xffffff00L) << 12)
        | (minor & 0xffL);
  }
}
