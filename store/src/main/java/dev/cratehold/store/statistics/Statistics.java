package dev.cratehold.store.statistics;

import java.io.IOException;

/// Counts what is served, in windows of time, for longer than a process lives. What was counted is
/// written every few seconds and when the store is closed; the rest is lost when the process is
/// killed. Where nothing can be written, nothing is counted but what is lost anyway.
///
/// Safe for use by several threads.
public interface Statistics {
  /// Counts a request. Never waits, so it may be called on an event loop.
  void served(ServedRequest request);

  /// Writes all that was counted so far.
  ///
  /// @throws IOException if that is impossible now; it is tried again later
  void flush() throws IOException;

  /// What was counted by all processes, as far as it was written; what this one counted is written
  /// before, if that is possible. May wait.
  ///
  /// @param top how many crates and clients are named at most
  StatisticsReport report(int top) throws IOException;
}
