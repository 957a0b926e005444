package dev.cratehold.mirror.refresh;

/// What becomes of a version that is newer than the newest one here of a crate in use.
public enum NewerVersions {
  /// It is fetched as soon as an index file is found to list it.
  FETCHED,
  /// It is fetched when a client asks for it.
  LEFT
}
