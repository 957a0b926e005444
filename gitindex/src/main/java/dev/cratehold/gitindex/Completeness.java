package dev.cratehold.gitindex;

/// Whether the store is known to hold every index file of the registry.
@FunctionalInterface
public interface Completeness {
  boolean isComplete();
}
