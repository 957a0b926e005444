package dev.cratehold.posix;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// The C library of this process: binds its functions and reads its `errno`.
///
/// Binding a function costs a millisecond or more, so the handles stand in small classes, one for
/// what is used together, and are bound when the first of them is called.
final class CLibrary {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long LONGEST_MESSAGE = 1024;
  private static final long ERRNO =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private CLibrary() {}

  /// Whether the library has all of these functions.
  static boolean has(List<String> functions) {
    SymbolLookup library = Linker.nativeLinker().defaultLookup();
    return functions.stream().allMatch(name -> library.find(name).isPresent());
  }

  /// The handle of a function that sets `errno`. Its first parameter is the memory for that, see
  /// [#newState].
  static MethodHandle bind(String name, FunctionDescriptor type) {
    return handle(name, type, Linker.Option.captureCallState("errno"));
  }

  /// The same for a function with a variable number of arguments, the first of them being that with
  /// the number `first`.
  static MethodHandle bindVariadic(String name, FunctionDescriptor type, int first) {
    Linker.Option variadic = Linker.Option.firstVariadicArg(first);
    return handle(name, type, Linker.Option.captureCallState("errno"), variadic);
  }

  // Calling C is restricted, and is what this module is for.
  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(address(name), type, options);
  }

  private static MemorySegment address(String name) {
    return Linker.nativeLinker().defaultLookup().findOrThrow(name);
  }

  /// Memory for the `errno` of one call after the other, by one thread at a time.
  static MemorySegment newState(SegmentAllocator allocator) {
    return allocator.allocate(STATE);
  }

  /// What a call came to as the kernel says it: its result, or the negative error number.
  static int outcome(int result, MemorySegment state) {
    return result < 0 ? -errno(state) : result;
  }

  private static int errno(MemorySegment state) {
    return state.get(ValueLayout.JAVA_INT, ERRNO);
  }

  /// No call of a C function throws; a handle's signature only says that it could.
  static IllegalStateException impossible(Throwable thrown) {
    return new IllegalStateException("a call of the C library failed in the JVM", thrown);
  }

  /// The system's words for this error.
  // The length of C's strings is not known beforehand.
  @SuppressWarnings("restricted")
  static String message(int error) {
    try {
      MemorySegment text = (MemorySegment) Strerror.HANDLE.invokeExact(error);
      return text.reinterpret(LONGEST_MESSAGE).getString(0);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  private static final class Strerror {
    private static final MethodHandle HANDLE =
        handle("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  }
}
