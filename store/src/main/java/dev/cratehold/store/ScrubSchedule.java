package dev.cratehold.store;

/// Scrubs that are carried out in the background until this is closed.
public interface ScrubSchedule extends AutoCloseable {
  /// Ends the scrub that is under way, if there is one, and starts no other. Idempotent.
  @Override
  void close();
}
