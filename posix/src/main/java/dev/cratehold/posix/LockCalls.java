package dev.cratehold.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Opens, locks and closes files; all return a result, or the negative error number.
final class LockCalls {
  private static final MethodHandle OPEN =
      CLibrary.bindVariadic(
          "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle FLOCK =
      CLibrary.bind("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      CLibrary.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private LockCalls() {}

  static int open(MemorySegment state, MemorySegment path, int flags, int mode) {
    try {
      return CLibrary.outcome((int) OPEN.invokeExact(state, path, flags, mode), state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }

  static int flock(MemorySegment state, int descriptor, int operation) {
    try {
      return CLibrary.outcome((int) FLOCK.invokeExact(state, descriptor, operation), state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }

  static int close(MemorySegment state, int descriptor) {
    try {
      return CLibrary.outcome((int) CLOSE.invokeExact(state, descriptor), state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }
}
