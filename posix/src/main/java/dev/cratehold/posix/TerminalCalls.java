package dev.cratehold.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/// Asks Linux for the size of a terminal.
final class TerminalCalls {
  private static final long GET_WINDOW_SIZE = 0x5413;

  /// Four shorts: rows, columns, and both in pixels.
  private static final long WINDOW_SIZE = 8;

  private static final long COLUMNS = 2;

  private static final MethodHandle IOCTL =
      CLibrary.bindVariadic(
          "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);

  private TerminalCalls() {}

  static OptionalInt columns(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newState(arena);
      MemorySegment size = arena.allocate(WINDOW_SIZE, Short.BYTES);
      int result = (int) IOCTL.invokeExact(state, descriptor, GET_WINDOW_SIZE, size);
      int columns = Short.toUnsignedInt(size.get(JAVA_SHORT, COLUMNS));
      // A terminal that was never told its size has none.
      return result == 0 && columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }
}
