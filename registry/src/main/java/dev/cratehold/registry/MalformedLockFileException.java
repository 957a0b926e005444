package dev.cratehold.registry;

import java.io.IOException;

/// A text that is no `Cargo.lock`. The message names the line and the reason.
public final class MalformedLockFileException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int LONGEST_REASON = 200;

  private final int line;

  MalformedLockFileException(int line, String reason) {
    super("line %d of the lock file is malformed: %s".formatted(line, shown(reason)));
    this.line = line;
  }

  /// The reason may quote the file: never more than a line of it, and no control characters.
  private static String shown(String reason) {
    String text = reason.replaceAll("\\p{Cntrl}", "?");
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
  }

  /// The line, counted from one.
  public int line() {
    return line;
  }
}
