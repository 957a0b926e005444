package dev.cratehold.gitindex;

import java.util.Locale;

/// What a git index holds.
public enum GitForm {
  /// Every index file that is kept.
  FULL,
  /// The crate versions whose files are held, and nothing else: whole lines of index files.
  CACHED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
