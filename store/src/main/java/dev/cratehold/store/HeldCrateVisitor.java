package dev.cratehold.store;

import java.io.IOException;

/// Is told the crate versions of a store one by one.
@FunctionalInterface
public interface HeldCrateVisitor {
  /// Called once for each. An exception ends the walk.
  void visit(HeldCrate crate) throws IOException;
}
