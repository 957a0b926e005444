package dev.cratehold.testing;

/// An operation that changes a file system.
public enum FileOperation {
  /// A file is opened for writing, and created if need be.
  OPEN(true),
  WRITE(true),
  FORCE(true),
  MOVE(true),
  CREATE_DIRECTORY(true),
  LINK(true),
  DELETE(false),
  TRUNCATE(false),
  SET_ATTRIBUTE(false);

  private final boolean takesRoom;

  FileOperation(boolean takesRoom) {
    this.takesRoom = takesRoom;
  }

  /// True if a full disk can refuse it.
  boolean takesRoom() {
    return takesRoom;
  }
}
