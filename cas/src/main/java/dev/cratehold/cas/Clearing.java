package dev.cratehold.cas;

import dev.cratehold.cas.content.Trees;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Removes what both programs keep in a cache, of all versions of the format.
record Clearing(Path root) {
  private static final Pattern OURS =
      Pattern.compile("content-v\\d+|index-v\\d+|tmp|quarantine|CACHEDIR\\.TAG|_lastverified");

  void clear() throws IOException {
    for (Path file : children()) {
      String name = String.valueOf(file.getFileName());
      if (OURS.matcher(name).matches()) {
        Trees.delete(file);
      }
    }
    LastCollection.forget(root);
  }

  private List<Path> children() throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
      files.forEach(children::add);
    } catch (NoSuchFileException _) {
      // It is clear.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }
}
