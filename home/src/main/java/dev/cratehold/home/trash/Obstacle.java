package dev.cratehold.home.trash;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/// Tells reasons why something cannot be moved that do not keep it from being deleted.
final class Obstacle {
  private static final List<String> NO_ROOM =
      List.of("No space left on device", "Disk quota exceeded");

  private Obstacle() {}

  /// True if it lies on another file system, or if there is no room for its new name.
  static boolean isOnlyForMoves(IOException failure) {
    return failure instanceof AtomicMoveNotSupportedException || isNoRoom(failure);
  }

  private static boolean isNoRoom(IOException failure) {
    Optional<String> reason =
        Optional.ofNullable(
            failure instanceof FileSystemException named
                ? named.getReason()
                : failure.getMessage());
    return reason.filter(NO_ROOM::contains).isPresent();
  }
}
