package dev.cratehold.cas;

import java.io.IOException;

/// Is told the digests of a content store one by one.
@FunctionalInterface
public interface ContentVisitor {
  /// Called once for each stored file, in ascending order of the digest's first two bytes. An
  /// exception ends the walk.
  void visit(Digest digest) throws IOException;
}
