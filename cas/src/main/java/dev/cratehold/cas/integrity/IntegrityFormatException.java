package dev.cratehold.cas.integrity;

import java.io.Serial;

/// A text is no integrity string, or a digest none of its algorithm. The message is a sentence for
/// the user and has the text.
public final class IntegrityFormatException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  IntegrityFormatException(String message) {
    super(message);
  }

  IntegrityFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
