package dev.cratehold.mirror.prefetch;

import java.io.IOException;

/// A text that is neither a lock file nor a list of crates. The message names the text, the line
/// and the reason.
public final class MalformedOrderException extends IOException {
  private static final long serialVersionUID = 1;

  public MalformedOrderException(String message) {
    super(message);
  }

  MalformedOrderException(String message, Throwable cause) {
    super(message, cause);
  }
}
