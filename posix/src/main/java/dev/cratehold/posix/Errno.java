package dev.cratehold.posix;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// The error numbers that mean the same on every system, and their exceptions.
final class Errno {
  static final int PERM = 1;
  static final int NOENT = 2;
  static final int INTR = 4;
  static final int ACCES = 13;
  static final int NOTDIR = 20;
  static final int ROFS = 30;

  private Errno() {}

  /// The exception that the JDK would throw for this error on this file.
  static IOException exception(int number, String file) {
    return switch (number) {
      case NOENT -> new NoSuchFileException(file);
      case NOTDIR -> new NotDirectoryException(file);
      case ACCES -> new AccessDeniedException(file);
      default -> new FileSystemException(file, null, CLibrary.message(number));
    };
  }
}
