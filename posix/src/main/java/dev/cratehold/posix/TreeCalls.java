package dev.cratehold.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The calls by which [LinuxTrees] walks; all return a result, or the negative error number. An
/// instance is for one thread. Tests put errors in by overriding.
class TreeCalls {
  private static final MethodHandle OPENAT =
      CLibrary.bindVariadic(
          "openat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), 3);
  private static final MethodHandle CLOSE =
      CLibrary.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle GETDENTS64 =
      CLibrary.bind("getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

  private final MemorySegment state;

  TreeCalls(MemorySegment state) {
    this.state = state;
  }

  int openat(int directory, MemorySegment name, int flags) {
    try {
      return CLibrary.outcome((int) OPENAT.invokeExact(state, directory, name, flags), state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }

  /// An error cannot be acted upon: nothing was written.
  void close(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(state, descriptor);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }

  int getdents64(int directory, MemorySegment buffer) {
    try {
      long read = (long) GETDENTS64.invokeExact(state, directory, buffer, buffer.byteSize());
      return CLibrary.outcome((int) read, state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }

  int statx(int directory, MemorySegment name, int flags, int mask, MemorySegment into) {
    try {
      int result = (int) Status.STATX.invokeExact(state, directory, name, flags, mask, into);
      return CLibrary.outcome(result, state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }

  int unlinkat(int directory, MemorySegment name, int flags) {
    try {
      int result = (int) Removing.UNLINKAT.invokeExact(state, directory, name, flags);
      return CLibrary.outcome(result, state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }

  int chmod(MemorySegment path, int mode) {
    try {
      return CLibrary.outcome((int) Permitting.CHMOD.invokeExact(state, path, mode), state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }

  /// The user who may change the modes of what is his.
  int geteuid() {
    try {
      return (int) Permitting.GETEUID.invokeExact(state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }

  private static final class Status {
    private static final MethodHandle STATX =
        CLibrary.bind(
            "statx",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  }

  private static final class Removing {
    private static final MethodHandle UNLINKAT =
        CLibrary.bind("unlinkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  }

  private static final class Permitting {
    private static final MethodHandle CHMOD =
        CLibrary.bind("chmod", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETEUID =
        CLibrary.bind("geteuid", FunctionDescriptor.of(JAVA_INT));
  }
}
