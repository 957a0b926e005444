package dev.cratehold.cas.content;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/// Lists directories, makes them, and forces them to the disk.
public final class Directories {
  private Directories() {}

  /// Makes the directories that a file is to be in, which is quicker from the last to the first: of
  /// those of a cache, most are there.
  ///
  /// @return whether the innermost one is new
  public static boolean createParents(Path file) throws IOException {
    Path parent = file.getParent();
    return parent != null && create(parent);
  }

  private static boolean create(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
      return false;
    } catch (NoSuchFileException e) {
      Path parent = directory.getParent();
      if (parent == null) {
        throw e;
      }
      create(parent);
      return create(directory);
    }
  }

  /// What is in a directory; nothing if there is none.
  public static List<Path> children(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return StreamSupport.stream(entries.spliterator(), false).toList();
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /// The directories that a file is in, the innermost first, up to and with `root`.
  public static List<Path> upTo(Path root, Path file) {
    List<Path> directories = new ArrayList<>();
    for (Path at = file.getParent(); at != null; at = at.getParent()) {
      directories.add(at);
      if (at.equals(root)) {
        return directories;
      }
    }
    throw new IllegalArgumentException(file + " is not in " + root);
  }

  /// Forces the names that are in these directories to the disk. Nothing happens on a system whose
  /// directories cannot be opened.
  public static void force(Collection<Path> directories) throws IOException {
    for (Path directory : directories) {
      if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        try (FileChannel channel = FileChannel.open(directory)) {
          channel.force(true);
        }
      }
    }
  }
}
