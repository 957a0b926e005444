package dev.cratehold.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// File trees of the tests.
final class Trees {
  private Trees() {}

  /// Deletes a directory with all that is in it, if it is there.
  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      for (Path path : contentsFirst(directory)) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> contentsFirst(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
