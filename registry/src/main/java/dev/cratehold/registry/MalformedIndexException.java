package dev.cratehold.registry;

import java.io.IOException;

/// An index file, or a `config.json`, that is not what its place in the registry demands. The
/// message names the crate or file, the line and the reason.
public final class MalformedIndexException extends IOException {
  private static final long serialVersionUID = 1;

  public MalformedIndexException(String message) {
    super(message);
  }

  public MalformedIndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
