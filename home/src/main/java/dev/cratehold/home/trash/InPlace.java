package dev.cratehold.home.trash;

import dev.cratehold.home.ItemId;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import dev.cratehold.posix.TreeWalker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Deletes items where they lie, for those that cannot be moved: on another file system than the
/// trash, in a lower layer of an overlay, or on a disk without room for another directory.
final class InPlace {
  private final Posix posix;
  private Removal removed = Removal.NONE;

  InPlace(Posix posix) {
    this.posix = posix;
  }

  /// What has been deleted so far.
  Removal removed() {
    return removed;
  }

  /// Deletes an item, its marker first.
  ///
  /// @throws IOException if some of it stays; it has no marker any more, unless that is what stayed
  void delete(ItemId id, Path item) throws IOException {
    try (TreeWalker walker = posix.walker()) {
      Optional<Marker> marker = Marker.of(id.kind());
      if (marker.isPresent()) {
        remove(walker, item.resolve(marker.get().file()));
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
