package dev.cratehold.store;

import dev.cratehold.store.ScrubReport.Finding;
import java.io.IOException;

/// Is told how far a scrub is and what it finds. [Store#holdings()] knows the totals.
@FunctionalInterface
public interface ScrubListener {
  /// Called after each crate file and each index file. An exception ends the scrub.
  ///
  /// @param files how many crate files were looked at so far
  /// @param bytes how many bytes were read so far
  void checked(long files, long bytes) throws IOException;

  /// Called for each finding, after it was repaired if it is to be.
  default void found(Finding finding) {}
}
