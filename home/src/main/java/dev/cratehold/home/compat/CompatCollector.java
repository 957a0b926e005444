package dev.cratehold.home.compat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.home.lock.RunningCargos;
import dev.cratehold.home.trash.KeepUntil;
import dev.cratehold.home.trash.Trash;
import dev.cratehold.home.trash.TrashRun;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Collects from a Cargo home as `cargo clean gc -Zgc` does: all in one transaction and under one
/// hold of cargo's locks, planned while they are held. The files are renamed away under the locks
/// and deleted after they were given back.
///
/// A dry run takes no lock and changes nothing, not even a database that is missing.
///
/// For use by one thread.
public final class CompatCollector {
  private final CargoHome home;
  private final Posix posix;
  private final InstantSource clock;
  private final RunningCargos cargos;
  private final Consumer<String> blocking;

  /// A collector for this home.
  ///
  /// @param clock says what is now, to the rows and to the ages
  /// @param blocking is told cargo's name of a lock that is waited for
  public CompatCollector(
      CargoHome home, Posix posix, InstantSource clock, Consumer<String> blocking) {
    this.home = home;
    this.posix = posix;
    this.clock = clock;
    this.cargos = RunningCargos.ofSystem();
    this.blocking = blocking;
  }

  /// Tells what [#collect] would do.
  ///
  /// @throws IOException if the home or the database cannot be read
  public CompatReport.Done preview(CompatOptions options, CompatListener listener)
      throws IOException {
    CompatPlan plan = plan(rows(), options, clock.instant());
    try (Counting counting = new Counting(posix)) {
      CompatTotals totals = CompatTotals.NOTHING;
      for (ItemId id : plan.removals()) {
        totals = totals.plus(counting.count(home.resolve(id)));
        if (listener.wantsListing()) {
          counting.list(home.resolve(id), listener::listed);
        }
      }
      return new CompatReport.Done(plan, CompatMode.DRY_RUN, totals);
    }
  }

  private List<LastUseRow> rows() throws IOException {
    return switch (LastUseDatabase.read(home)) {
      case LastUseState.Present present -> present.snapshot().rows();
      case LastUseState.Missing _ -> List.of();
      case LastUseState.Unreadable unreadable -> throw new IOException(unreadable.why());
    };
  }

  private CompatPlan plan(List<LastUseRow> rows, CompatOptions options, Instant now)
      throws IOException {
    try (DiskContents contents = new DiskContents(HomeListing.read(home, posix), posix)) {
      return CompatPlan.of(rows, contents, options, now);
    }
  }

  /// Collects, if no cargo is at work.
  ///
  /// @throws IOException if something failed; what was removed before stays removed, and the
  ///   database is as it was
  public CompatReport collect(CompatOptions options, Patience patience, CompatListener listener)
      throws IOException {
    CargoLocks locks = new CargoLocks(home, posix, blocking);
    return switch (locks.acquire(LockMode.MUTATE_EXCLUSIVE, patience)) {
      case LockAttempt.Busy(String what) -> new CompatReport.Busy(what);
      case LockAttempt.Refused(String why) -> new CompatReport.Refused(why);
      case LockAttempt.Held held -> collect(options, held, listener);
    };
  }

  /// A cargo that runs without a lock may be about to use what it has just downloaded.
  private CompatReport collect(
      CompatOptions options, LockAttempt.Held held, CompatListener listener) throws IOException {
    try (TrashRun trash =
        new Trash(home, posix)
            .begin(clock.instant(), ProcessHandle.current().pid(), new KeepUntil.Nothing())) {
      try (var _ = held.lock()) {
        return cargos.anyOf(home)
            ? new CompatReport.Busy(LockMode.MUTATE_EXCLUSIVE.description())
            : carryOut(options, trash, listener);
      } finally {
        warn(trash.empty(_ -> {}), listener);
      }
    }
  }

  private CompatReport carryOut(CompatOptions options, TrashRun trash, CompatListener listener)
      throws IOException {
    try (LastUseDatabase database = LastUseDatabase.open(home, clock);
        Detaching detaching = new Detaching(home, posix, trash, listener)) {
      CompatPlan plan = plan(database.snapshot().rows(), options, clock.instant());
      database.apply(plan.changes(), () -> detaching.detach(plan.removals()));
      return new CompatReport.Done(plan, CompatMode.REMOVE, detaching.totals());
    }
  }

  private static void warn(Removal emptied, CompatListener listener) {
    for (Removal.Failure failure : emptied.failures()) {
      Path path = failure.path();
      listener.warned("cannot remove %s yet: %s".formatted(path, failure.reason()));
    }
  }
}
