package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import java.io.IOException;
import java.util.List;

/// Names of crates, however many, told one by one.
@FunctionalInterface
public interface Names {
  /// Tells `visitor` every name.
  void forEach(Visitor visitor) throws IOException;

  /// These names.
  static Names of(List<CrateName> names) {
    return visitor -> {
      for (CrateName name : names) {
        visitor.visit(name);
      }
    };
  }

  /// Is told names.
  @FunctionalInterface
  interface Visitor {
    /// Called once for each. An exception ends the walk.
    void visit(CrateName name) throws IOException;
  }
}
