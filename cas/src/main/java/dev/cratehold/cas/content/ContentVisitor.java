package dev.cratehold.cas.content;

import dev.cratehold.cas.integrity.ContentHash;
import java.io.IOException;

/// Is told the digests of a content store one by one.
@FunctionalInterface
public interface ContentVisitor {
  /// Called once for each stored file, in ascending order of the digest's first byte. An exception
  /// ends the walk.
  void visit(ContentHash hash) throws IOException;
}
