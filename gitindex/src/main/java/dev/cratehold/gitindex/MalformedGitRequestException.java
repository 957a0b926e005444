package dev.cratehold.gitindex;

import java.io.IOException;

/// A client sent what is no request of git's protocol; the message says what is wrong, for the
/// client.
public final class MalformedGitRequestException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedGitRequestException(String message) {
    super(message);
  }

  /// @param message a sentence for the client
  public MalformedGitRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
