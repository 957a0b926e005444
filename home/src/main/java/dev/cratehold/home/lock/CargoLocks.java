package dev.cratehold.home.lock;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.lock.LockAttempt.Busy;
import dev.cratehold.home.lock.LockAttempt.Held;
import dev.cratehold.home.lock.LockAttempt.Refused;
import dev.cratehold.posix.FlockFile;
import dev.cratehold.posix.FlockFile.Mode;
import dev.cratehold.posix.FlockFile.Outcome;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Cargo's locks on one home, as one cargo process holds them: the modes may be nested in cargo's
/// order, and each hold is given back by itself.
///
/// For the modes that read, a lock that cannot be had because the home is read-only or its file
/// system has no `flock` counts as held, as in cargo. [LockMode#MUTATE_EXCLUSIVE] is refused then,
/// and wherever a cargo elsewhere may use the same files with another lock.
///
/// For use by one thread, a platform thread if it waits [Patience.Forever]. Two of these in one
/// process exclude each other as two processes do.
public final class CargoLocks {
  private final CargoHome home;
  private final Posix posix;
  private final Consumer<String> blocking;
  private final Polling polling;
  private final RecursiveLock mutate;
  private final RecursiveLock download;

  /// @param blocking is told cargo's name of a lock that somebody else holds, before the wait
  ///   begins
  public CargoLocks(CargoHome home, Posix posix, Consumer<String> blocking) {
    this(home, posix, blocking, Polling.ofSystem());
  }

  CargoLocks(CargoHome home, Posix posix, Consumer<String> blocking, Polling polling) {
    this.home = home;
    this.posix = posix;
    this.blocking = blocking;
    this.polling = polling;
    this.mutate = new RecursiveLock(home.mutateLock(), posix);
    this.download = new RecursiveLock(home.downloadLock(), posix);
  }

  /// One file to lock.
  ///
  /// @param description what cargo calls it in this use
  private record Step(RecursiveLock lock, Mode mode, String description) {}

  /// Takes the locks of a mode, all of them or none.
  ///
  /// @throws IOException if asking for a lock failed in an unknown way
  /// @throws IllegalStateException if what is held already cannot be followed by this mode without
  ///   the danger of a deadlock
  public LockAttempt acquire(LockMode mode, Patience patience) throws IOException {
    requireOrder(mode);
    if (mode == LockMode.MUTATE_EXCLUSIVE) {
      Optional<String> refusal = new Exclusiveness(home, posix).refusal();
      if (refusal.isPresent()) {
        return new Refused(refusal.get());
      }
    }
    return acquire(mode, polling.deadline(patience));
  }

  private LockAttempt acquire(LockMode mode, Polling.Deadline deadline) throws IOException {
    try (Holds taken = new Holds()) {
      for (Step step : steps(mode)) {
        Outcome outcome = take(step, deadline);
        if (outcome == Outcome.BUSY) {
          return new Busy(step.description);
        }
        if (outcome == Outcome.UNSUPPORTED && mode == LockMode.MUTATE_EXCLUSIVE) {
          return new Refused(Exclusiveness.NO_FLOCK);
        }
        if (outcome == Outcome.UNSUPPORTED) {
          step.lock.pretend(step.mode);
        }
        taken.add(step.lock);
      }
      return new Held(new HeldLock(mode, taken.handOver()));
    }
  }

  /// What cargo would panic at.
  private void requireOrder(LockMode mode) {
    boolean downloadOnly = download.isHeld() && !mutate.isHeld();
    if (downloadOnly && mode != LockMode.DOWNLOAD_EXCLUSIVE) {
      throw new IllegalStateException(
          "%s after %s can deadlock".formatted(mode, LockMode.DOWNLOAD_EXCLUSIVE));
    }
  }

  private List<Step> steps(LockMode mode) {
    String description = mode.description();
    return switch (mode) {
      case SHARED -> List.of(new Step(mutate, Mode.SHARED, description));
      case DOWNLOAD_EXCLUSIVE -> List.of(new Step(download, Mode.EXCLUSIVE, description));
      case MUTATE_EXCLUSIVE ->
          List.of(
              new Step(mutate, Mode.EXCLUSIVE, description),
              new Step(download, Mode.EXCLUSIVE, LockMode.DOWNLOAD_EXCLUSIVE.description()));
    };
  }

  private Outcome take(Step step, Polling.Deadline deadline) throws IOException {
    return step.lock.take(
        step.mode,
        file -> {
          Outcome outcome = file.tryLock(step.mode);
          if (outcome != Outcome.BUSY || deadline.isNow()) {
            return outcome;
          }
          blocking.accept(step.description);
          return await(file, step.mode, deadline);
        });
  }

  private static Outcome await(FlockFile file, Mode mode, Polling.Deadline deadline)
      throws IOException {
    if (deadline.isNever()) {
      return file.lock(mode);
    }
    Outcome outcome = Outcome.BUSY;
    while (outcome == Outcome.BUSY && deadline.pause()) {
      outcome = file.tryLock(mode);
    }
    return outcome;
  }
}
