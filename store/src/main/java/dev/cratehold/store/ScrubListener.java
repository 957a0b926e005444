package dev.cratehold.store;

/// Is told how far a scrub is. [Store#holdings()] knows the totals.
@FunctionalInterface
public interface ScrubListener {
  /// Called after each file.
  ///
  /// @param files how many were looked at so far
  /// @param bytes how many bytes these had
  void checked(long files, long bytes);
}
