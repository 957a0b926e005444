package dev.cratehold.registry;

import java.io.IOException;

/// A text that is no `Cargo.lock`. The message names the line and the reason.
public final class MalformedLockFileException extends IOException {
  private static final long serialVersionUID = 1;

  private final int line;

  MalformedLockFileException(int line, String reason) {
    super("line %d of the lock file is malformed: %s".formatted(line, reason));
    this.line = line;
  }

  /// The line, counted from one.
  public int line() {
    return line;
  }
}
