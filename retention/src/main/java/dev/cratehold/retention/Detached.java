package dev.cratehold.retention;

/// What became of a victim that was to be taken out of its place. All three are expected.
public enum Detached {
  /// It is out of its place: nobody finds it there any more.
  DETACHED,
  /// It was gone already.
  VANISHED,
  /// It was used since the plan was made, so it stays.
  USED
}
