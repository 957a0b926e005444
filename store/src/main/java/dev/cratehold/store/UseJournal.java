package dev.cratehold.store;

import java.io.IOException;
import java.time.Instant;

/// Notes when crates are served. The notes are gathered in memory and written every few seconds and
/// when the store is closed; the last ones are lost when the process is killed.
///
/// Safe for use by several threads.
public interface UseJournal {
  /// Notes that `bytes` of the crate were served. Never waits, so it may be called on an event
  /// loop; when far too many different crates are noted at once, or when nothing can be written,
  /// the note is dropped.
  void used(CrateId crate, long bytes, Instant at);

  /// Writes all notes made so far.
  void flush() throws IOException;
}
