package dev.cratehold.posix;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sums up a tree for [PortableTrees]. The JDK does not know how many blocks a file has.
final class PortableMeasurement implements FileVisitor<Path> {
  private static final long BLOCK = 4096;

  private final Path root;
  private final HardLinks seen;
  private final Set<String> skippedDirectoryNames;
  private final boolean knowsLinks;
  private TreeUsage usage = TreeUsage.NONE;

  PortableMeasurement(Path root, HardLinks seen, Set<String> skippedDirectoryNames) {
    this.root = root;
    this.seen = seen;
    this.skippedDirectoryNames = skippedDirectoryNames;
    knowsLinks = root.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  TreeUsage usage() {
    return usage;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (!directory.equals(root)
        && skippedDirectoryNames.contains(directory.getFileName().toString())) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    usage = usage.plus(new TreeUsage(0, 1, 0, blocks(attributes), 0));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isDirectory()) {
      // Too deep, or unreadable: its contents do not count.
      return FileVisitResult.CONTINUE;
    }
    try {
      usage = usage.plus(usage(file, attributes));
    } catch (NoSuchFileException vanished) {
      ignoreBelowRoot(file, vanished);
    }
    return FileVisitResult.CONTINUE;
  }

  private TreeUsage usage(Path file, BasicFileAttributes attributes) throws IOException {
    boolean counts = !knowsLinks || seen.isFirst(PortableFiles.identify(file));
    return new TreeUsage(
        1,
        0,
        attributes.isRegularFile() ? attributes.size() : 0,
        counts ? blocks(attributes) : 0,
        attributes.lastModifiedTime().to(TimeUnit.SECONDS));
  }

  private static long blocks(BasicFileAttributes attributes) {
    // Short links, pipes and the like lie in the directory.
    boolean hasBlocks = attributes.isRegularFile() || attributes.isDirectory();
    return hasBlocks ? Math.ceilDiv(attributes.size(), BLOCK) * BLOCK : 0;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    ignoreBelowRoot(file, failure);
    if (Files.isDirectory(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      usage = usage.plus(new TreeUsage(0, 1, 0, BLOCK, 0));
    }
    return FileVisitResult.CONTINUE;
  }

  private void ignoreBelowRoot(Path file, IOException failure) throws IOException {
    if (file.equals(root)) {
      throw failure;
    }
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
    return FileVisitResult.CONTINUE;
  }
}
