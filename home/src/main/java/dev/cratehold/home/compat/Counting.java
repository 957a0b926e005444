package dev.cratehold.home.compat;

import dev.cratehold.posix.EntryType;
import dev.cratehold.posix.HardLinks;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.TreeUsage;
import dev.cratehold.posix.TreeWalker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Counts and lists what is at a path, as cargo does. For use by one thread.
final class Counting implements AutoCloseable {
  private final TreeWalker walker;

  Counting(Posix posix) {
    this.walker = posix.walker();
  }

  /// Something at a path. The type of what is named in a directory is known without asking for it.
  private record Entry(Path path, EntryType type) {}

  /// What is at `root`; nothing if nothing is.
  CompatTotals count(Path root) throws IOException {
    try {
      TreeUsage usage = walker.measure(root, new HardLinks());
      long bytes = usage.apparentBytes() + linkBytes(root);
      return new CompatTotals(usage.files(), usage.directories(), bytes);
    } catch (NoSuchFileException _) {
      return CompatTotals.NOTHING;
    }
  }

  /// The lengths of the symbolic links, which cargo counts when it removes them.
  private long linkBytes(Path root) throws IOException {
    List<Path> links = new ArrayList<>();
    visit(
        root,
        entry -> {
          if (entry.type == EntryType.SYMLINK) {
            links.add(entry.path);
          }
        });
    long bytes = 0;
    for (Path link : links) {
      bytes += attributes(link).size();
    }
    return bytes;
  }

  /// Lists a directory and all that is in it, the contents before the directory; nothing if it is
  /// none.
  void list(Path root, Consumer<Path> found) throws IOException {
    if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      visit(root, entry -> found.accept(entry.path));
    }
  }

  private void visit(Path root, Consumer<Entry> visitor) throws IOException {
    BasicFileAttributes attributes = attributes(root);
    EntryType type = EntryType.FILE;
    if (attributes.isDirectory()) {
      type = EntryType.DIRECTORY;
    } else if (attributes.isSymbolicLink()) {
      type = EntryType.SYMLINK;
    }
    visit(new Entry(root, type), visitor);
  }

  private void visit(Entry entry, Consumer<Entry> visitor) throws IOException {
    if (entry.type == EntryType.DIRECTORY) {
      List<Entry> contents = new ArrayList<>();
      walker.list(
          entry.path, (name, type) -> contents.add(new Entry(entry.path.resolve(name), type)));
      for (Entry content : contents) {
        visit(content, visitor);
      }
    }
    visitor.accept(entry);
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void close() {
    walker.close();
  }
}
