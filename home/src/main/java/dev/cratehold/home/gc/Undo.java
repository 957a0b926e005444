package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.home.trash.ClaimedRun;
import dev.cratehold.home.trash.KeptRun;
import dev.cratehold.home.trash.Trash;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import dev.cratehold.posix.TreeUsage;
import dev.cratehold.retention.CollectionExecutor;
import dev.cratehold.retention.CollectionPlan;
import dev.cratehold.retention.CollectionReport;
import dev.cratehold.retention.Reason;
import dev.cratehold.retention.Retained;
import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Brings back what a collection took that kept its trash. An undo is a collection of the trash: it
/// has a plan, short batches under cargo's locks, and a report, and may be broken off at any moment
/// and begun again.
///
/// Immutable and safe for use by several threads.
public final class Undo {
  private static final Duration LONGEST_BATCH = Duration.ofSeconds(1);

  private final CargoHome home;
  private final Posix posix;
  private final InstantSource clock;
  private final Trash trash;

  public Undo(CargoHome home, Posix posix, InstantSource clock) {
    this.home = home;
    this.posix = posix;
    this.clock = clock;
    this.trash = new Trash(home, posix);
  }

  /// The collections that can be brought back, the latest first.
  public List<KeptRun> runs() throws IOException {
    return trash.kept();
  }

  /// What keeping this one takes on the disk.
  public TreeUsage measure(KeptRun run) throws IOException {
    return trash.measure(run);
  }

  /// Brings back what this collection took, with what cargo's database said of it.
  ///
  /// @param patience how long to wait for cargo, at the beginning
  /// @param blocking is told cargo's name of a lock before the wait for it begins
  /// @param stopped asked between two items; what was begun is finished
  /// @throws IOException if it broke off; what is back by then stays, and another undo goes on
  public UndoReport restore(
      KeptRun run, Patience patience, Consumer<String> blocking, BooleanSupplier stopped)
      throws IOException {
    Optional<ClaimedRun> claimed = trash.claim(run);
    if (claimed.isEmpty()) {
      return new UndoReport.Busy("another command is at work on " + run.name());
    }
    CargoLocks locks = new CargoLocks(home, posix, blocking);
    try (ClaimedRun ours = claimed.get()) {
      Restoration restoration =
          new Restoration(ours, new RestoredRows(home, clock, ours.rows()), locks, patience);
      KeptRun whole = whole(run);
      CollectionReport<ItemId> report =
          new CollectionExecutor<ItemId>(LONGEST_BATCH, System::nanoTime)
              .carryOut(plan(whole), restoration, victim -> {}, stopped);
      return report(whole, report, restoration, ours);
    }
  }

  /// The run as it is now that it is claimed: it may have gone on since it was listed, and nothing
  /// that it took then may be taken for what is left over.
  private KeptRun whole(KeptRun listed) throws IOException {
    return trash.kept().stream()
        .filter(run -> run.name().equals(listed.name()))
        .findFirst()
        .orElse(listed);
  }

  private static UndoReport report(
      KeptRun run, CollectionReport<ItemId> report, Restoration restoration, ClaimedRun ours)
      throws IOException {
    if (report.cause().isPresent()) {
      throw report.cause().get();
    }
    boolean nothingDone = report.left().size() == run.items().size();
    Optional<UndoReport> hindrance = restoration.hindrance().filter(_ -> nothingDone);
    if (hindrance.isPresent()) {
      return hindrance.get();
    }
    List<String> warnings = new ArrayList<>(restoration.warnings());
    if (report.isWhole()) {
      Removal dropped = ours.empty(_ -> {});
      dropped
          .failures()
          .forEach(f -> warnings.add("%s stays in the trash: %s".formatted(f.path(), f.reason())));
    }
    return new UndoReport.Restored(
        run,
        ids(report.removed()),
        ids(report.used()),
        report.failed().stream()
            .map(failure -> new UndoReport.Failure(failure.victim().entry(), failure.cause()))
            .toList(),
        report.left().size(),
        end(report.end()),
        report.longestHold(),
        warnings);
  }

  private static List<ItemId> ids(List<Victim<ItemId>> victims) {
    return victims.stream().map(Victim::entry).toList();
  }

  private static HomeReport.End end(CollectionReport.End end) {
    return switch (end) {
      case COMPLETE -> HomeReport.End.COMPLETE;
      case BUSY -> HomeReport.End.BUSY;
      case STOPPED, BROKEN -> HomeReport.End.STOPPED;
    };
  }

  /// Deletes what is kept of this collection for good, which frees its space.
  ///
  /// @param progress hears of each part that is gone, from one thread at a time
  /// @return empty if another command is at work on it, or has deleted it
  public Optional<Removal> purge(KeptRun run, Consumer<Removal> progress) throws IOException {
    Optional<ClaimedRun> claimed = trash.claim(run);
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    try (ClaimedRun ours = claimed.get()) {
      return Optional.of(ours.empty(progress));
    }
  }

  private static CollectionPlan<ItemId> plan(KeptRun run) {
    return new CollectionPlan<>(
        run.items().stream().map(id -> new Victim<>(id, new Reason.Requested())).toList(),
        Retained.NOTHING);
  }
}
