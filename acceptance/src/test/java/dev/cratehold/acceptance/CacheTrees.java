package dev.cratehold.acceptance;

import dev.cratehold.cas.CollectOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of a cache.
final class CacheTrees {
  /// What npm's `verify` collects: all that is not needed, however new.
  static final CollectOptions EVERYTHING = CollectOptions.DEFAULT.withGrace(Duration.ZERO);

  private CacheTrees() {}

  /// Copies a directory with the modes and links of its files.
  static void copy(Path from, Path to) throws IOException, InterruptedException {
    List<String> command = List.of("cp", "-a", from.toString(), to.toString());
    Process copying = new ProcessBuilder(command).inheritIO().start();
    if (copying.waitFor() != 0) {
      throw new AssertionError(command + " ended with " + copying.exitValue());
    }
  }

  /// All files below a directory by their relative names, with what is in them, a character for
  /// each byte.
  static SortedMap<String, String> files(Path root) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(path -> !Files.isDirectory(path)).toList()) {
        files.put(
            root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  /// The symbolic links below a directory.
  static List<Path> links(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isSymbolicLink).toList();
    }
  }
}
