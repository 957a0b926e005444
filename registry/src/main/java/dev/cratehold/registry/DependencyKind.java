package dev.cratehold.registry;

/// When a dependency is needed.
public enum DependencyKind {
  /// Whenever the crate is built.
  NORMAL,
  /// By the crate's build script.
  BUILD,
  /// For the crate's own tests, which those who depend on it do not have.
  DEV
}
