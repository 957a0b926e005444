package dev.cratehold.cli.home;

import dev.cratehold.home.CargoSize;
import dev.cratehold.retention.Reason;

/// Why something goes, for people: with sizes and durations as they write them.
final class Reasons {
  private Reasons() {}

  static String text(Reason reason) {
    return switch (reason) {
      case Reason.Unused unused -> "not used for longer than " + Ages.text(unused.limit());
      case Reason.OverBudget over ->
          "over " + over.budget() + " " + CargoSize.text(over.limit()) + ", least recently used";
      case Reason.WithParent _, Reason.Orphaned _, Reason.Requested _ -> reason.sentence();
    };
  }
}
