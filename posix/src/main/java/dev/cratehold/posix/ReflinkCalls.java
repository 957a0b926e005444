package dev.cratehold.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Makes Linux share the blocks of one file with another.
final class ReflinkCalls {
  /// `FICLONE`.
  private static final long CLONE = 0x40049409;

  private static final int READ_ONLY = 0;
  private static final int WRITE_ONLY = 1;

  /// `EXDEV`, `EINVAL`, `ENOTTY`, `ENOSYS`, `EOPNOTSUPP`: not on these file systems.
  private static final Set<Integer> UNSUPPORTED = Set.of(18, 22, 25, 38, 95);

  private static final MethodHandle IOCTL =
      CLibrary.bindVariadic(
          "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT), 2);

  private ReflinkCalls() {}

  static boolean reflink(Path source, Path target, Platform platform) throws IOException {
    Files.createFile(target);
    int result;
    try (Arena arena = Arena.ofConfined()) {
      result = copy(source, target, platform.closeOnExec(), arena);
    } catch (IOException e) {
      Files.delete(target);
      throw e;
    }
    if (result == 0) {
      return true;
    }
    Files.delete(target);
    if (UNSUPPORTED.contains(-result)) {
      return false;
    }
    throw Errno.exception(-result, target.toString());
  }

  private static int copy(Path source, Path target, int flags, Arena arena) throws IOException {
    MemorySegment state = CLibrary.newState(arena);
    int from = open(state, source, flags | READ_ONLY, arena);
    try {
      int to = open(state, target, flags | WRITE_ONLY, arena);
      try {
        return clone(state, to, from);
      } finally {
        LockCalls.close(state, to);
      }
    } finally {
      LockCalls.close(state, from);
    }
  }

  private static int open(MemorySegment state, Path file, int flags, Arena arena)
      throws IOException {
    int opened = LockCalls.open(state, FileNames.ofPath(file, arena), flags, 0);
    if (opened < 0) {
      throw Errno.exception(-opened, file.toString());
    }
    return opened;
  }

  private static int clone(MemorySegment state, int to, int from) {
    try {
      return CLibrary.outcome((int) IOCTL.invokeExact(state, to, CLONE, from), state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }
}
