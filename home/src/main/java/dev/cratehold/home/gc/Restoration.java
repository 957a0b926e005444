package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.HeldLock;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.home.trash.ClaimedRun;
import dev.cratehold.retention.Batch;
import dev.cratehold.retention.Detached;
import dev.cratehold.retention.Exclusion;
import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cargo's lock of mutation around the way of items from the trash back to their places. Patience
/// is for the first batch: who comes in between goes first.
///
/// For use by one thread.
final class Restoration implements Exclusion<ItemId> {
  private final ClaimedRun run;
  private final RestoredRows rows;
  private final CargoLocks locks;
  private Patience patience;
  private Optional<UndoReport> hindrance = Optional.empty();

  Restoration(ClaimedRun run, RestoredRows rows, CargoLocks locks, Patience patience) {
    this.run = run;
    this.rows = rows;
    this.locks = locks;
    this.patience = patience;
  }

  /// Why the lock could not be taken the last time; empty if it could.
  Optional<UndoReport> hindrance() {
    return hindrance;
  }

  /// What went wrong beside the items.
  List<String> warnings() {
    return rows.warning().stream().toList();
  }

  @Override
  public Optional<Batch<ItemId>> begin() throws IOException {
    LockAttempt attempt = locks.acquire(LockMode.MUTATE_EXCLUSIVE, patience);
    patience = new Patience.None();
    return switch (attempt) {
      case LockAttempt.Held(HeldLock lock) -> Optional.of(new RestoringBatch(lock));
      case LockAttempt.Busy(String what) -> hindered(new UndoReport.Busy(what));
      case LockAttempt.Refused(String why) -> hindered(new UndoReport.Refused(why));
    };
  }

  private Optional<Batch<ItemId>> hindered(UndoReport by) {
    hindrance = Optional.of(by);
    return Optional.empty();
  }

  private final class RestoringBatch implements Batch<ItemId> {
    private final HeldLock lock;
    private final List<ItemId> restored = new ArrayList<>();

    RestoringBatch(HeldLock lock) {
      this.lock = lock;
    }

    @Override
    public Detached detach(Victim<ItemId> victim) throws IOException {
      Detached outcome = run.restore(victim.entry());
      if (outcome == Detached.DETACHED) {
        restored.add(victim.entry());
      }
      return outcome;
    }

    @Override
    public void commit() {
      rows.insert(restored);
    }

    @Override
    public void close() throws IOException {
      lock.close();
    }
  }
}
