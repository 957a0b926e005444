package dev.cratehold.home.compat;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.RowChange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// What cargo would delete, and what it would write into its database.
///
/// Cargo first makes the database agree with the disk, then applies the ages, then the sizes:
/// "dates have precedence", and a size counts only what an age left.
///
/// @param removals in cargo's order; whole directories of a registry or repository have an empty
///   name. Some may not exist
/// @param changes of the database
public record CompatPlan(List<ItemId> removals, List<RowChange> changes) {
  /// Copies the lists.
  public CompatPlan {
    removals = List.copyOf(removals);
    changes = List.copyOf(changes);
  }

  /// Decides.
  ///
  /// @param rows all of the database, in the order in which they were added
  /// @param contents the disk at the same moment
  /// @throws IOException if a size is needed and cannot be measured
  public static CompatPlan of(
      List<LastUseRow> rows, CacheContents contents, CompatOptions options, Instant now)
      throws IOException {
    Ledger ledger = new Ledger(rows);
    new Synchronization(ledger, contents, options, now.getEpochSecond()).carryOut();
    new AgeRules(ledger, options, now.getEpochSecond()).carryOut();
    new SizeRules(ledger, contents, options).carryOut();
    return new CompatPlan(ledger.removals(), ledger.changesSince(rows));
  }
}
