package dev.cratehold.retention;

/// Hears how a collection goes on, while the exclusion is held: it must be quick.
@FunctionalInterface
public interface CollectionListener<E> {
  /// This victim has been dealt with, whatever became of it.
  void handled(Victim<E> victim);
}
