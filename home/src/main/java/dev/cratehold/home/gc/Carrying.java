package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.gc.HomeExclusion.Obstacle;
import dev.cratehold.home.gc.HomePlan.Purpose;
import dev.cratehold.home.gc.HomeReport.Carried;
import dev.cratehold.home.gc.HomeReport.End;
import dev.cratehold.home.gc.HomeReport.Failure;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.HeldLock;
import dev.cratehold.home.trash.KeepUntil;
import dev.cratehold.home.trash.Trash;
import dev.cratehold.home.trash.TrashRun;
import dev.cratehold.retention.Batch;
import dev.cratehold.retention.CollectionExecutor;
import dev.cratehold.retention.CollectionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Carries out one plan. For use by one thread.
final class Carrying {
  /// A cargo that comes in the middle of a batch waits for no longer than this and one commit.
  private static final Duration LONGEST_BATCH = Duration.ofMillis(500);

  private final CargoHome home;
  private final Trash trash;
  private final HomePlan plan;
  private final CollectionOptions options;
  private final HomeListener listener;
  private final Freeing freeing;

  Carrying(
      CargoHome home,
      Trash trash,
      HomePlan plan,
      CollectionOptions options,
      HomeListener listener) {
    this.home = home;
    this.trash = trash;
    this.plan = plan;
    this.options = options;
    this.listener = listener;
    this.freeing = new Freeing(listener);
  }

  HomeReport run(CargoLocks locks, BooleanSupplier stopped) throws IOException {
    if (!Files.isWritable(home.root())) {
      return new HomeReport.Refused("%s is read-only for this user".formatted(home.root()));
    }
    KeepUntil keep =
        options
            .keepUndo()
            .<KeepUntil>map(age -> new KeepUntil.Time(after(age)))
            .orElseGet(KeepUntil.Nothing::new);
    try (TrashRun run = trash.begin(plan.now(), ProcessHandle.current().pid(), keep)) {
      Removing removing = new Removing(home, plan, options, run, listener);
      HomeExclusion exclusion = new HomeExclusion(home, plan, options, locks, removing);
      CollectionReport<Candidate> report =
          new CollectionExecutor<Candidate>(LONGEST_BATCH, System::nanoTime)
              .carryOut(plan.collection(), exclusion, _ -> {}, stopped);
      return finish(report, run, removing, exclusion);
    }
  }

  /// At most the last time that can be written down.
  private Instant after(Duration age) {
    Instant last = Instant.ofEpochSecond(LastUse.LAST_YEAR);
    return age.compareTo(Duration.between(plan.now(), last)) < 0 ? plan.now().plus(age) : last;
  }

  private HomeReport finish(
      CollectionReport<Candidate> report, TrashRun run, Removing removing, HomeExclusion exclusion)
      throws IOException {
    boolean isEntire =
        report.end() == CollectionReport.End.COMPLETE && hasClearedBeyond(exclusion, removing);
    if (!isEntire && isUntouched(report)) {
      return nothingDone(report, exclusion);
    }
    if (plan.victims().isEmpty()) {
      keepBooks(exclusion, removing);
    }
    free(run, removing);
    End end = isEntire || report.end() != CollectionReport.End.COMPLETE ? end(report) : End.BUSY;
    report.cause().ifPresent(cause -> removing.warn(cause));
    return carried(report, end, run, removing);
  }

  private static boolean isUntouched(CollectionReport<Candidate> report) {
    return report.removed().isEmpty()
        && report.failed().isEmpty()
        && report.used().isEmpty()
        && report.vanished().isEmpty();
  }

  private static HomeReport nothingDone(CollectionReport<Candidate> report, HomeExclusion exclusion)
      throws IOException {
    if (report.cause().isPresent()) {
      throw report.cause().get();
    }
    return exclusion
        .obstacle()
        .<HomeReport>map(obstacle ->
            switch (obstacle) {
              case Obstacle.Busy(String what) -> new HomeReport.Busy(what);
              case Obstacle.Refused(String why) -> new HomeReport.Refused(why);
            })
        .orElseGet(() -> stoppedBeforeTheFirst(report));
  }

  private static HomeReport stoppedBeforeTheFirst(CollectionReport<Candidate> report) {
    return new Carried(
        List.of(),
        List.of(),
        0,
        0,
        report.left().size(),
        End.STOPPED,
        HomeReport.Freed.NOTHING,
        Optional.empty(),
        report.longestHold(),
        List.of());
  }

  private boolean hasClearedBeyond(HomeExclusion exclusion, Removing removing) throws IOException {
    Beyond beyond = new Beyond(home, trash, freeing);
    if (plan.bookkeeping().beyond().contains(ClearPart.UNDO)) {
      beyond.clearUndo();
    }
    if (!plan.bookkeeping().beyond().contains(ClearPart.LAST_USE)) {
      return true;
    }
    Optional<HeldLock> lock = exclusion.lock();
    if (lock.isEmpty()) {
      removing.warn("cargo came in between: its database of last uses stays");
      return false;
    }
    beyond.clearLastUse(lock.get());
    return true;
  }

  /// Rows alone are worth a moment of the lock, and neither the waiting for it nor a failure.
  private static void keepBooks(HomeExclusion exclusion, Removing removing) {
    if (!removing.hasChanges()) {
      return;
    }
    try {
      Optional<Batch<Candidate>> batch = exclusion.begin();
      if (batch.isPresent()) {
        try (Batch<Candidate> held = batch.get()) {
          held.commit();
        }
      }
    } catch (IOException e) {
      removing.warn(e);
    }
  }

  private void free(TrashRun run, Removing removing) {
    try {
      freeing.add(run.empty(freeing));
      if (plan.purpose() == Purpose.COLLECT) {
        freeing.add(trash.sweep(plan.now(), freeing));
      }
    } catch (IOException e) {
      removing.warn(
          "the trash could not be emptied; the next collection tries again: " + e.getMessage());
    }
    freeing.warnings().forEach(removing::warn);
  }

  private static End end(CollectionReport<Candidate> report) {
    return switch (report.end()) {
      case COMPLETE -> End.COMPLETE;
      case BUSY -> End.BUSY;
      case STOPPED -> End.STOPPED;
      case BROKEN -> End.BROKEN;
    };
  }

  private Carried carried(
      CollectionReport<Candidate> report, End end, TrashRun run, Removing removing) {
    return new Carried(
        report.removed(),
        report.failed().stream().map(f -> new Failure(f.victim(), f.cause())).toList(),
        report.used().size(),
        report.vanished().size(),
        report.left().size(),
        end,
        freeing.whole(),
        run.undo(),
        report.longestHold(),
        removing.warnings());
  }
}
