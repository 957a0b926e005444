package dev.cratehold.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// Lists, measures and removes file trees. Symbolic links are never followed below the path that a
/// method is given, names are bytes and may be any, and files may come and go meanwhile.
///
/// A walker holds buffers outside the heap: each thread makes its own and closes it.
public final class TreeWalker implements AutoCloseable {
  private final Trees trees;

  TreeWalker(Trees trees) {
    this.trees = trees;
  }

  /// Measures the file or the tree at `root`; a symbolic link there is a file. What vanishes
  /// meanwhile does not count. A directory below that cannot be read counts without its contents.
  ///
  /// @param seen the files with several links that were counted already
  /// @param skippedDirectoryNames directories below `root` with these names are left out, as is all
  ///   that they hold
  /// @throws java.nio.file.NoSuchFileException if there is no such root
  public TreeUsage measure(Path root, HardLinks seen, Set<String> skippedDirectoryNames)
      throws IOException {
    return trees.measure(root, seen, skippedDirectoryNames);
  }

  /// Measures all that is at `root`.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such root
  public TreeUsage measure(Path root, HardLinks seen) throws IOException {
    return measure(root, seen, Set.of());
  }

  /// Hands each entry of one directory to `visitor`. A symbolic link to a directory is followed
  /// here, and only here: the caller named it.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such directory
  /// @throws java.nio.file.NotDirectoryException if it is none
  public void list(Path directory, ListVisitor visitor) throws IOException {
    trees.list(directory, visitor);
  }

  /// Removes the file or the tree at `root`, and goes on after failures. Nothing that is there is
  /// no failure. A directory that its owner, this user, may not write is made writable: who removes
  /// a tree wants it gone, and crates may bring such directories. (`rm -r` fails there.)
  ///
  /// @throws IOException if the directory that holds `root` cannot be opened
  public Removal remove(Path root) throws IOException {
    return trees.remove(root);
  }

  /// Gives back the buffers. Closing twice does nothing.
  @Override
  public void close() {
    trees.close();
  }
}
