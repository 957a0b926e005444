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

/// Removes what both programs keep in a cache, of all versions of the format.
record Clearing(Path root) {
  void clear() throws IOException {
    for (Path file : children()) {
      String name = String.valueOf(file.getFileName());
      if (name.startsWith("content-")
          || name.startsWith("index-")
          || name.equals("tmp")
          || name.equals("quarantine")
          || name.equals("CACHEDIR.TAG")
          || name.equals(LastCollection.NPM_FILE)
          || name.equals(LastCollection.DIRECTORY)) {
        Trees.delete(file);
      }
    }
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
