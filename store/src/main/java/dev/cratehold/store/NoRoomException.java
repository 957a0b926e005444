package dev.cratehold.store;

import java.io.IOException;

/// Something is not stored, because the disk, a limit or the access to the directory forbids it.
/// What is stored can be read all the same. The message says which it is and what to do.
public final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1;

  /// @param message a sentence
  public NoRoomException(String message) {
    super(message);
  }
}
