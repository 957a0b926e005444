package dev.cratehold.home.compat;

/// Whether a plan is carried out.
public enum CompatMode {
  /// It is.
  REMOVE,
  /// It is only told, as by `--dry-run`.
  DRY_RUN
}
