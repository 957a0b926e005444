package dev.cratehold.home.trash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Renames files and directories.
final class Moving {
  private Moving() {}

  static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /// Renames a file or directory.
  ///
  /// @throws java.nio.file.AtomicMoveNotSupportedException if it would have to be copied
  static void rename(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Moves `source` to `target`, where parts of it may be already: an index whose entries went
  /// before it, say.
  static void join(Path source, Path target) throws IOException {
    boolean bothDirectories = isDirectory(source) && isDirectory(target);
    if (!bothDirectories) {
      rename(source, target);
      return;
    }
    for (Path entry : markersFirst(source)) {
      join(entry, target.resolve(entry.getFileName()));
    }
    Files.delete(source);
  }

  private static List<Path> markersFirst(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .sorted(Comparator.comparing(entry -> !Marker.isName(entry.getFileName().toString())))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isDirectory(Path file) {
    return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
  }
}
