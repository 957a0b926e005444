package dev.cratehold.store;

import java.io.IOException;

/// Is told files that a collection takes one by one.
@FunctionalInterface
public interface CollectedFileVisitor {
  /// Called once for each. An exception ends the walk.
  void visit(CollectedFile file) throws IOException;
}
