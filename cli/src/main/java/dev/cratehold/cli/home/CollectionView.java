package dev.cratehold.cli.home;

import dev.cratehold.home.gc.HomePlan;
import dev.cratehold.home.gc.HomeReport;

/// How `gc` and `clear` show what they would do and what they did.
sealed interface CollectionView permits CollectionText, CollectionJson {
  /// Shows a plan that is not carried out.
  void plan(HomePlan plan);

  /// Shows what became of a plan.
  void report(HomePlan plan, HomeReport.Carried report);
}
