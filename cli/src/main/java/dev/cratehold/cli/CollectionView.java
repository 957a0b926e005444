package dev.cratehold.cli;

import dev.cratehold.store.CollectedFile;
import dev.cratehold.store.StorePlan;
import dev.cratehold.store.StoreReport;

/// How a collection of the store is shown.
sealed interface CollectionView permits CollectionText, CollectionJson {
  /// Shows one file that would go.
  void planned(CollectedFile file);

  /// Ends a plan that is only shown.
  void endOfPlan(StorePlan plan);

  /// Shows one file that went.
  void collected(CollectedFile file);

  /// Ends a collection.
  void report(StorePlan plan, StoreReport report);
}
