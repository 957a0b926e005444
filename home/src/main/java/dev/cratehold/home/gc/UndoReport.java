package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.trash.KeptRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What became of an undo.
public sealed interface UndoReport {
  /// The items were brought back, as far as `end` says. If all of them were dealt with, the run is
  /// gone; otherwise another undo goes on with the rest.
  ///
  /// @param restored what is back in its place
  /// @param existing what cargo has made or fetched again meanwhile: cargo's stays, ours is dropped
  /// @param failed what could not be brought back, and why; it stays in the trash
  /// @param left how many nobody came to
  /// @param longestHold the longest time that cargo's locks were held
  /// @param warnings sentences about what went wrong beside the items: the database, the trash
  record Restored(
      KeptRun run,
      List<ItemId> restored,
      List<ItemId> existing,
      List<Failure> failed,
      long left,
      HomeReport.End end,
      Duration longestHold,
      List<String> warnings)
      implements UndoReport {
    public Restored {
      restored = List.copyOf(restored);
      existing = List.copyOf(existing);
      failed = List.copyOf(failed);
      warnings = List.copyOf(warnings);
    }
  }

  /// Nothing was touched, because cargo, or another undo, is at work.
  ///
  /// @param what holds it up: cargo's name of a lock, or the other
  record Busy(String what) implements UndoReport {}

  /// Nothing was touched, because it would not be safe.
  ///
  /// @param why a sentence without a full stop
  record Refused(String why) implements UndoReport {}

  /// An item that could not be brought back.
  record Failure(ItemId id, IOException cause) {}
}
