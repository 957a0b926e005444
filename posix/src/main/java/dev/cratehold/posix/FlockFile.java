package dev.cratehold.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// An open file that can be locked by `flock(2)`, as cargo locks its caches. The lock belongs to
/// this opening of the file: another one, in this process or elsewhere, is excluded by it, and it
/// ends with [#close] or with the process. The JDK's file locks do not exclude these, nor they
/// them.
///
/// For one thread at a time: closing while another thread waits for the lock is undefined.
public final class FlockFile implements AutoCloseable {
  /// How a file is locked.
  public enum Mode {
    /// Others may share.
    SHARED(1),
    /// Nobody else.
    EXCLUSIVE(2);

    private final int operation;

    Mode(int operation) {
      this.operation = operation;
    }
  }

  /// What an attempt to lock came to.
  public enum Outcome {
    /// The lock is held.
    ACQUIRED,
    /// Somebody else holds it.
    BUSY,
    /// This file system, or this process, has no such locks: nothing is held.
    UNSUPPORTED
  }

  private static final int NON_BLOCKING = 4;
  private static final int UNLOCK = 8;
  private static final int READ_ONLY = 0;
  private static final int READ_WRITE = 2;
  private static final int MODE = 0666;
  private static final int NONE = -1;

  private final Path file;
  private final Platform platform;
  private final boolean supported;
  private int descriptor;

  private FlockFile(Path file, Platform platform, boolean supported, int descriptor) {
    this.file = file;
    this.platform = platform;
    this.supported = supported;
    this.descriptor = descriptor;
  }

  static FlockFile unsupported(Path file, Platform platform) {
    return new FlockFile(file, platform, false, NONE);
  }

  static FlockFile open(Path file, Platform platform) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newState(arena);
      MemorySegment path = FileNames.ofPath(file, arena);
      int flags = platform.closeOnExec();
      int opened = LockCalls.open(state, path, flags | READ_WRITE | platform.create(), MODE);
      if (opened == -Errno.ACCES || opened == -Errno.ROFS) {
        opened = LockCalls.open(state, path, flags | READ_ONLY, 0);
      }
      if (opened < 0) {
        throw Errno.exception(-opened, file.toString());
      }
      return new FlockFile(file, platform, true, opened);
    }
  }

  /// The file that is locked.
  public Path file() {
    return file;
  }

  /// Locks the file unless somebody else has locked it. A lock that is held already changes its
  /// mode; that is not atomic, and if it does not succeed the lock is gone.
  public Outcome tryLock(Mode mode) throws IOException {
    return lock(mode.operation | NON_BLOCKING);
  }

  /// Locks the file as soon as nobody else has locked it. This blocks the thread itself, and an
  /// interrupt does not end it: call it on a platform thread.
  public Outcome lock(Mode mode) throws IOException {
    return lock(mode.operation);
  }

  private Outcome lock(int operation) throws IOException {
    if (!supported) {
      return Outcome.UNSUPPORTED;
    }
    int result = call(operation);
    if (result == 0) {
      return Outcome.ACQUIRED;
    }
    Platform.Errors errors = platform.errors();
    if (result == -errors.tryAgain()) {
      return Outcome.BUSY;
    }
    if (errors.meansUnsupported(-result)) {
      return Outcome.UNSUPPORTED;
    }
    throw Errno.exception(-result, file.toString());
  }

  /// Gives the lock back and keeps the file open; nothing if there is none.
  public void unlock() throws IOException {
    if (!supported) {
      return;
    }
    int result = call(UNLOCK);
    if (result < 0) {
      throw Errno.exception(-result, file.toString());
    }
  }

  private int call(int operation) throws IOException {
    int open = descriptor();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newState(arena);
      int result;
      do {
        result = LockCalls.flock(state, open, operation);
      } while (result == -Errno.INTR);
      return result;
    }
  }

  private synchronized int descriptor() throws IOException {
    if (descriptor == NONE) {
      throw new IOException("the lock file is closed: " + file);
    }
    return descriptor;
  }

  /// Closes the file, which gives the lock back. Closing twice does nothing.
  @Override
  public void close() throws IOException {
    int open = forget();
    if (open == NONE) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      int result = LockCalls.close(CLibrary.newState(arena), open);
      // Linux has closed it even if a signal came.
      if (result < 0 && result != -Errno.INTR) {
        throw Errno.exception(-result, file.toString());
      }
    }
  }

  private synchronized int forget() {
    int open = descriptor;
    descriptor = NONE;
    return open;
  }
}
