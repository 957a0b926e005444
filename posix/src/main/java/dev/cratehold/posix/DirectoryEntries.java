package dev.cratehold.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// One pass over the entries of an open directory, without `.` and `..`. What [#name] gives points
/// into the buffer that `getdents64(2)` filled: it is good until the next entry.
final class DirectoryEntries {
  private static final long BUFFER = 1 << 16;
  private static final long LENGTH = 16;
  private static final long TYPE = 18;
  private static final long NAME = 19;

  private final TreeCalls calls;
  private final MemorySegment buffer;
  private int directory;
  private long entry;
  private long next;
  private long end;
  private int error;

  DirectoryEntries(TreeCalls calls, Arena arena) {
    this.calls = calls;
    buffer = arena.allocate(BUFFER, Long.BYTES);
  }

  /// Begins a pass where the directory was read to.
  void begin(int openDirectory) {
    directory = openDirectory;
    next = 0;
    end = 0;
    error = 0;
  }

  /// Goes to the next entry; false after the last one, or when the directory cannot be read on.
  boolean next() {
    do {
      if (next == end && !fill()) {
        return false;
      }
      entry = next;
      next += Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, entry + LENGTH));
    } while (isDots());
    return true;
  }

  private boolean fill() {
    int read = calls.getdents64(directory, buffer);
    next = 0;
    end = Math.max(read, 0);
    // A directory that is removed meanwhile has ended, too.
    error = read < 0 && read != -Errno.NOENT ? -read : 0;
    return read > 0;
  }

  private boolean isDots() {
    if (at(0) != '.') {
      return false;
    }
    return at(1) == 0 || (at(1) == '.' && at(2) == 0);
  }

  private byte at(long index) {
    return buffer.get(ValueLayout.JAVA_BYTE, entry + NAME + index);
  }

  /// Why the pass ended early; zero if it did not.
  int error() {
    return error;
  }

  /// The name as a C string.
  MemorySegment name() {
    return buffer.asSlice(entry + NAME, next - entry - NAME);
  }

  byte[] nameBytes() {
    return FileNames.bytes(name());
  }

  /// What the entry is; empty if this file system does not say.
  Optional<EntryType> type() {
    return switch (buffer.get(ValueLayout.JAVA_BYTE, entry + TYPE)) {
      case 0 -> Optional.empty();
      case 4 -> DIRECTORY;
      case 8 -> FILE;
      case 10 -> SYMLINK;
      default -> OTHER;
    };
  }

  private static final Optional<EntryType> DIRECTORY = Optional.of(EntryType.DIRECTORY);
  private static final Optional<EntryType> FILE = Optional.of(EntryType.FILE);
  private static final Optional<EntryType> SYMLINK = Optional.of(EntryType.SYMLINK);
  private static final Optional<EntryType> OTHER = Optional.of(EntryType.OTHER);
}
