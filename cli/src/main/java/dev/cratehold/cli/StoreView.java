package dev.cratehold.cli;

import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.RaisedAlert;
import dev.cratehold.store.ScrubMode;
import dev.cratehold.store.ScrubReport;
import dev.cratehold.store.Totals;
import dev.cratehold.store.statistics.StatisticsReport;
import java.nio.file.Path;

/// How the commands on the store show what they found.
sealed interface StoreView permits StoreText, StoreJson {
  /// Shows the sums.
  ///
  /// @param alerts how many alerts are remembered
  void info(Path data, Totals totals, long alerts);

  /// Shows what was served.
  void statistics(StatisticsReport report);

  /// Shows one stored crate.
  void crate(HeldCrate crate);

  /// Ends a list of crates.
  void endOfCrates();

  /// Shows one alert.
  void alert(RaisedAlert raised);

  /// Ends a list of alerts.
  ///
  /// @param all how many are remembered
  void endOfAlerts(long all);

  /// Shows what a scrub found.
  void report(ScrubReport report, ScrubMode mode);
}
