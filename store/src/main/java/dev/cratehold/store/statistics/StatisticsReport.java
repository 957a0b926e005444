package dev.cratehold.store.statistics;

import java.time.Instant;
import java.util.List;

/// What was counted in every window.
///
/// @param at the end of the windows
/// @param windows the shortest first
public record StatisticsReport(Instant at, List<WindowReport> windows) {
  public StatisticsReport {
    windows = List.copyOf(windows);
  }
}
