package dev.cratehold.posix;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/// File trees by what the JDK has.
final class PortableTrees implements Trees {
  @Override
  public TreeUsage measure(Path root, HardLinks seen, Set<String> skippedDirectoryNames)
      throws IOException {
    PortableMeasurement measurement = new PortableMeasurement(root, seen, skippedDirectoryNames);
    Files.walkFileTree(root, measurement);
    return measurement.usage();
  }

  @Override
  public void list(Path directory, ListVisitor visitor) throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        visit(entry, visitor);
      }
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
  }

  private static void visit(Path entry, ListVisitor visitor) throws IOException {
    byte[] name = FileNames.lastName(entry);
    Optional<String> text = FileNames.text(name);
    if (text.isEmpty()) {
      visitor.entry(FileNames.escaped(name), EntryType.OTHER);
      return;
    }
    EntryType type;
    try {
      type = type(entry);
    } catch (NoSuchFileException _) {
      // It vanished after the directory was read: as good as never listed.
      return;
    }
    visitor.entry(text.get(), type);
  }

  private static EntryType type(Path entry) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      return EntryType.DIRECTORY;
    }
    if (attributes.isSymbolicLink()) {
      return EntryType.SYMLINK;
    }
    return attributes.isRegularFile() ? EntryType.FILE : EntryType.OTHER;
  }

  @Override
  public Removal remove(Path root) throws IOException {
    return PortableRemoval.of(root);
  }

  @Override
  public void close() {}
}
