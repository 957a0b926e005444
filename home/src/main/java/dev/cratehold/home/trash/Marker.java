package dev.cratehold.home.trash;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The file by which cargo knows that a directory is whole. Whoever takes such a directory apart
/// takes this one first: then cargo makes or fetches it again, however far the taking came.
enum Marker {
  /// Written by cargo when the last file of a source is there.
  OF_SOURCE(ItemKind.SRC, 2, ".cargo-ok"),
  /// The same of a checkout.
  OF_CHECKOUT(ItemKind.GIT_CHECKOUT, 2, ".cargo-ok"),
  /// Without it a directory is no git repository.
  OF_CLONE(ItemKind.GIT_DB, 1, "HEAD");

  private final Path base;
  private final int depth;
  private final String file;

  /// @param levels how far below the base of its kind the directory lies
  Marker(ItemKind kind, int levels, String file) {
    this.base = Path.of(kind.base());
    this.depth = base.getNameCount() + levels;
    this.file = file;
  }

  /// Whether a file of this name may be a marker.
  static boolean isName(String name) {
    return Stream.of(values()).anyMatch(marker -> marker.file.equals(name));
  }

  /// Whether this is but a part of what has a marker.
  ///
  /// @param path relative to the home
  static boolean isPart(Path path) {
    return Stream.of(values())
        .anyMatch(marker -> path.startsWith(marker.base) && path.getNameCount() > marker.depth);
  }

  /// The markers of all directories at or below an item that should have one, whether they have it
  /// or not: an item may also be a directory of many sources.
  ///
  /// @param root the home
  static List<Path> in(Path root, ItemId id) throws IOException {
    Path path = Path.of(id.path());
    List<Path> found = new ArrayList<>();
    for (Marker marker : values()) {
      if (path.startsWith(marker.base)) {
        marker.addBelow(root.resolve(id.path()), marker.depth - path.getNameCount(), found);
      } else if (marker.base.startsWith(path)) {
        Path start = root.resolve(marker.base.toString());
        marker.addBelow(start, marker.depth - marker.base.getNameCount(), found);
      }
    }
    return found;
  }

  private void addBelow(Path directory, int levels, List<Path> found) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (levels == 0) {
      found.add(directory.resolve(file));
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        addBelow(entry, levels - 1, found);
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // Nothing is in there any more.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
