package dev.cratehold.store;

/// Deletes from a store by its limits, in the background, until it is closed.
public interface CollectionSchedule extends AutoCloseable {
  /// Waits for the file that is being deleted, and deletes no other. Idempotent.
  @Override
  void close();
}
