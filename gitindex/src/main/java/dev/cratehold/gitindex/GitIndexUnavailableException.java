package dev.cratehold.gitindex;

import java.io.IOException;
import java.time.Duration;

/// A git index cannot be served at the moment; the message says why, for the client.
public final class GitIndexUnavailableException extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  GitIndexUnavailableException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /// When it may be worth to ask again.
  public Duration retryAfter() {
    return retryAfter;
  }
}
