package dev.cratehold.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/// Writes the files of a [SyntheticHome].
final class HomeFiles {
  static final byte[] NOTHING = {};

  private HomeFiles() {}

  /// Writes a file whose directory exists.
  ///
  /// @param modified seconds since the epoch
  static void write(Path file, byte[] content, long modified) throws IOException {
    Files.write(file, content);
    touch(file, modified);
  }

  static void write(Path file, String content, long modified) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8), modified);
  }

  static void touch(Path file, long modified) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified * 1000));
  }

  /// Writes files by their path below `root`, with the directories they need.
  static void writeTree(Path root, Map<String, byte[]> files) throws IOException {
    Path known = root;
    Files.createDirectories(root);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Path parent = path.resolveSibling("");
      if (!parent.equals(known)) {
        Files.createDirectories(parent);
        known = parent;
      }
      Files.write(path, file.getValue());
    }
  }
}
