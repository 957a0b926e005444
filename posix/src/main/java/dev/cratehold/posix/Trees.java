package dev.cratehold.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// What [TreeWalker] promises, by whatever means the system has.
sealed interface Trees extends AutoCloseable permits LinuxTrees, PortableTrees {
  TreeUsage measure(Path root, HardLinks seen, Set<String> skippedDirectoryNames)
      throws IOException;

  void list(Path directory, ListVisitor visitor) throws IOException;

  Removal remove(Path root) throws IOException;

  @Override
  void close();
}
