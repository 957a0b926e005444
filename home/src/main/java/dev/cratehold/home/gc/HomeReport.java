package dev.cratehold.home.gc;

import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of a plan.
public sealed interface HomeReport {
  /// The plan was carried out, as far as `end` says.
  ///
  /// @param removed what is gone, or can only be brought back by undo
  /// @param failed what could not be taken, and why
  /// @param used how many were used since the plan was made, and kept therefore
  /// @param vanished how many somebody else had taken
  /// @param left how many nobody came to
  /// @param freed what deleting gave back; nothing while undo is kept
  /// @param undo the run that `home undo` brings back
  /// @param longestHold the longest time that cargo's locks were held
  /// @param warnings sentences about what went wrong beside the items: the database, the trash
  record Carried(
      List<Victim<Candidate>> removed,
      List<Failure> failed,
      long used,
      long vanished,
      long left,
      End end,
      Freed freed,
      Optional<String> undo,
      Duration longestHold,
      List<String> warnings)
      implements HomeReport {
    public Carried {
      removed = List.copyOf(removed);
      failed = List.copyOf(failed);
      warnings = List.copyOf(warnings);
    }
  }

  /// Nothing was touched, because cargo is at work.
  ///
  /// @param what holds it up, for the sentence "cargo is running"
  record Busy(String what) implements HomeReport {}

  /// Nothing was touched, because it would not be safe.
  ///
  /// @param why a sentence that also says what to do
  record Refused(String why) implements HomeReport {}

  /// An item that could not be taken.
  record Failure(Victim<Candidate> victim, IOException cause) {}

  /// What deleting gave back.
  ///
  /// @param bytes the lengths of the deleted files
  /// @param stayed how many could not be deleted; the next collection tries again
  record Freed(long files, long directories, long bytes, long stayed) {
    /// Nothing.
    public static final Freed NOTHING = new Freed(0, 0, 0, 0);

    public Freed plus(Freed more) {
      return new Freed(
          files + more.files,
          directories + more.directories,
          bytes + more.bytes,
          stayed + more.stayed);
    }
  }

  /// How it ended.
  enum End {
    /// Every victim had its turn.
    COMPLETE,
    /// Cargo came between two batches; the rest is left.
    BUSY,
    /// Somebody asked to stop; the rest is left.
    STOPPED,
    /// The lock or cargo's database failed; the warnings say how, and the rest is left.
    BROKEN
  }
}
