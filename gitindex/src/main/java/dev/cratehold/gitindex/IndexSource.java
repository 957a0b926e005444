package dev.cratehold.gitindex;

import java.io.IOException;

/// Where the files of one form of the index come from.
///
/// For one thread at a time.
interface IndexSource {
  /// How much there is to write.
  enum Amount {
    /// Nothing.
    NOTHING,
    /// So little that its objects may lie in files of their own.
    SOME,
    /// So much that it should be written in one pack.
    MANY
  }

  /// How much there is to write since the commit with this revision.
  Amount pending(long revision) throws IOException;

  /// Writes all of it.
  ///
  /// @param revision the revision of the last commit; 0 if everything is written
  /// @return the revision that is written now
  long write(FileChanges changes, long revision) throws IOException;

  /// True if what was committed before does not count, and everything is written.
  ///
  /// @param revision the revision of the last commit
  boolean startsAnew(long revision) throws IOException;

  /// What was written is committed.
  void committed();
}
