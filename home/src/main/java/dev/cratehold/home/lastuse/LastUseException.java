package dev.cratehold.home.lastuse;

import java.io.IOException;

/// The database of last uses cannot be opened, read or written. The message is a sentence for the
/// user.
public final class LastUseException extends IOException {
  private static final long serialVersionUID = 1;

  LastUseException(String message, Throwable cause) {
    super(message, cause);
  }

  LastUseException(String message) {
    super(message);
  }
}
