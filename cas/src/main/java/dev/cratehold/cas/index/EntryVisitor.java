package dev.cratehold.cas.index;

import java.io.IOException;

/// Is told entries of an index one by one.
@FunctionalInterface
public interface EntryVisitor {
  /// Called once for each key. An exception ends the walk.
  void visit(IndexEntry entry) throws IOException;
}
