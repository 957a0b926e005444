package dev.cratehold.posix;

import java.io.IOException;

/// Takes the entries of one directory, in no order.
@FunctionalInterface
public interface ListVisitor {
  /// One entry.
  ///
  /// @param name as [java.nio.file.Path#resolve] takes it. A name that is not UTF-8, or that this
  ///   process's locale cannot express, comes with its odd bytes written as `\xff` and as
  ///   [EntryType#OTHER]: it can be shown, and nothing mistakes it for a thing that it knows.
  void entry(String name, EntryType type) throws IOException;
}
