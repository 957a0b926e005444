package dev.cratehold.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/// One pass over the entries of an open directory, without `.` and `..`. What [#name] gives points
/// into the buffer that `getdents64(2)` filled: it is good until the next entry.
final class DirectoryEntries {
  private static final int BUFFER = 1 << 16;
  private static final int LENGTH = 16;
  private static final int TYPE = 18;
  private static final int NAME = 19;

  private static final Optional<EntryType> DIRECTORY = Optional.of(EntryType.DIRECTORY);
  private static final Optional<EntryType> FILE = Optional.of(EntryType.FILE);
  private static final Optional<EntryType> SYMLINK = Optional.of(EntryType.SYMLINK);
  private static final Optional<EntryType> OTHER = Optional.of(EntryType.OTHER);

  private final TreeCalls calls;
  private final MemorySegment buffer;

  /// The same on the heap, where reading it is cheaper before the code is compiled well.
  private final byte[] bytes = new byte[BUFFER];

  private int directory;
  private int entry;
  private int next;
  private int end;
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
      next += Byte.toUnsignedInt(bytes[entry + LENGTH]) | bytes[entry + LENGTH + 1] << Byte.SIZE;
    } while (isDots());
    return true;
  }

  private boolean fill() {
    int read = calls.getdents64(directory, buffer);
    next = 0;
    end = Math.max(read, 0);
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, end);
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

  private byte at(int index) {
    return bytes[entry + NAME + index];
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
    int length = 0;
    while (at(length) != 0) {
      length++;
    }
    return Arrays.copyOfRange(bytes, entry + NAME, entry + NAME + length);
  }

  /// What the entry is; empty if this file system does not say.
  Optional<EntryType> type() {
    return switch (bytes[entry + TYPE]) {
      case 0 -> Optional.empty();
      case 4 -> DIRECTORY;
      case 8 -> FILE;
      case 10 -> SYMLINK;
      default -> OTHER;
    };
  }
}
