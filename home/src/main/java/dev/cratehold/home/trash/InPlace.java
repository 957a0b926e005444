package dev.cratehold.home.trash;

import dev.cratehold.home.ItemId;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import dev.cratehold.posix.TreeWalker;
import java.io.IOException;
import java.nio.file.Path;

/// Deletes items where they lie, for those that cannot be moved: on another file system than the
/// trash, in a lower layer of an overlay, or on a disk without room for another directory.
final class InPlace {
  private final Path root;
  private final Posix posix;
  private Removal removed = Removal.NONE;

  InPlace(Path root, Posix posix) {
    this.root = root;
    this.posix = posix;
  }

  /// What has been deleted so far.
  Removal removed() {
    return removed;
  }

  /// Deletes an item, its markers first.
  ///
  /// @throws IOException if some of it stays; what has lost a part has lost its marker as well
  void delete(ItemId id, Path item) throws IOException {
    try (TreeWalker walker = posix.walker()) {
      for (Path marker : Marker.in(root, id)) {
        remove(walker, marker);
      }
      remove(walker, item);
    }
  }

  private void remove(TreeWalker walker, Path file) throws IOException {
    Removal removal = walker.remove(file);
    removed = removed.plus(removal.withoutFailures());
    if (!removal.isComplete()) {
      Removal.Failure first = removal.failures().getFirst();
      throw new IOException(
          "%d of its files stay: %s: %s"
              .formatted(removal.failures().size(), first.path(), first.reason()));
    }
  }
}
