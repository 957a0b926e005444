package dev.cratehold.posix;

/// What a system may be able to do beyond the JDK. Each can be switched off, see [Posix#system].
public enum Capability {
  /// Locks of `flock(2)`. There is no substitute for them: without, every attempt to lock says so.
  FLOCK,
  /// Fast and exact walks of file trees. The JDK is the substitute.
  TREES,
  /// The width of a terminal. Without, it is unknown.
  TERMINAL_WIDTH,
  /// The kind of a file system as its kernel knows it. The JDK's file stores are the substitute.
  FILE_SYSTEM_TYPE,
  /// Copies of files that share their blocks. There is no substitute: without, none is made.
  REFLINK
}
