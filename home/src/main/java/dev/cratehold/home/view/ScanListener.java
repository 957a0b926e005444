package dev.cratehold.home.view;

/// Hears how measuring goes on.
@FunctionalInterface
public interface ScanListener {
  /// One that hears nothing.
  ScanListener NONE = (done, all) -> {};

  /// So many of all things are measured. Called by several threads, and not for each thing.
  void measured(long done, long all);
}
