package dev.cratehold.cli;

import dev.cratehold.retention.Reason;
import dev.cratehold.store.StoreCollector;

/// Why a crate goes.
final class CollectionReasons {
  private CollectionReasons() {}

  /// For people.
  static String text(Reason reason) {
    return switch (reason) {
      case Reason.OverBudget over when over.budget().equals(StoreCollector.MIN_FREE) ->
          "least recently used, to leave the disk its reserve";
      case Reason.OverBudget over -> "least recently used, over --" + over.budget();
      case Reason.Unused _, Reason.WithParent _, Reason.Orphaned _, Reason.Requested _ ->
          reason.sentence();
    };
  }

  /// For machines: the limit that it goes by.
  static String word(Reason reason) {
    return switch (reason) {
      case Reason.OverBudget over -> over.budget();
      case Reason.Unused _ -> "max-age";
      case Reason.Requested _ -> "requested";
      case Reason.WithParent _, Reason.Orphaned _ -> "unlisted";
    };
  }
}
