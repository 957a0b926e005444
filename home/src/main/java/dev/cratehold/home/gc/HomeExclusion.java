package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.gc.HomePlan.Purpose;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseException;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.HeldLock;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.RunningCargos;
import dev.cratehold.retention.Batch;
import dev.cratehold.retention.Exclusion;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Cargo's lock of mutation, taken anew for each batch, and what the locks do not tell: cargos that
/// take none. For use by one thread.
final class HomeExclusion implements Exclusion<Candidate> {
  /// Cargo's times of use are up to five minutes old, and it holds no lock between a download and
  /// its build: below this grace any running cargo may need what nothing shows.
  private static final Duration SAFE_GRACE = Duration.ofMinutes(10);

  /// Who waits in the kernel for the lock needs a moment to get it.
  private static final Duration PAUSE = Duration.ofMillis(10);

  /// What keeps a batch from beginning.
  sealed interface Obstacle {
    /// Somebody else holds the lock.
    record Busy(String what) implements Obstacle {}

    /// The lock would not do.
    record Refused(String why) implements Obstacle {}
  }

  private final CargoHome home;
  private final HomePlan plan;
  private final CollectionOptions options;
  private final CargoLocks locks;
  private final RunningCargos cargos;
  private final Removing removing;
  private Optional<Obstacle> obstacle = Optional.empty();
  private boolean hasBegun;

  HomeExclusion(
      CargoHome home,
      HomePlan plan,
      CollectionOptions options,
      CargoLocks locks,
      Removing removing) {
    this.home = home;
    this.plan = plan;
    this.options = options;
    this.locks = locks;
    this.cargos = RunningCargos.ofSystem();
    this.removing = removing;
  }

  /// Why the last batch did not begin.
  Optional<Obstacle> obstacle() {
    return obstacle;
  }

  @Override
  public Optional<Batch<Candidate>> begin() throws IOException {
    if (hasBegun) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    Optional<HeldLock> lock = lock();
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    hasBegun = true;
    HeldLock held = lock.get();
    try {
      removing.lockTaken();
      return Optional.of(new HomeBatch(held, database(), removing));
    } catch (IOException e) {
      throw closing(held, e);
    }
  }

  /// Takes the lock, or says what the obstacle is.
  Optional<HeldLock> lock() throws IOException {
    return switch (locks.acquire(LockMode.MUTATE_EXCLUSIVE, options.patience())) {
      case LockAttempt.Held(HeldLock held) -> unlessCargoRuns(held);
      case LockAttempt.Busy(String what) -> prevented(new Obstacle.Busy(what));
      case LockAttempt.Refused(String why) -> prevented(new Obstacle.Refused(why));
    };
  }

  private Optional<HeldLock> unlessCargoRuns(HeldLock held) throws IOException {
    try {
      if (!isCargoRunning()) {
        return Optional.of(held);
      }
    } catch (IOException e) {
      throw closing(held, e);
    }
    held.close();
    return prevented(new Obstacle.Busy("a cargo that holds no lock while it uses this home"));
  }

  private boolean isCargoRunning() throws IOException {
    boolean any = plan.purpose() == Purpose.CLEAR || options.grace().compareTo(SAFE_GRACE) < 0;
    return any ? cargos.anyOf(home) : cargos.anyWithoutMutateLock(home);
  }

  private Optional<HeldLock> prevented(Obstacle by) {
    obstacle = Optional.of(by);
    return Optional.empty();
  }

  /// What is cleared goes whatever the database says; else nothing is taken unseen.
  private Optional<LastUseDatabase> database() throws LastUseException {
    try {
      return Optional.of(LastUseDatabase.open(home, plan::now));
    } catch (LastUseException e) {
      if (plan.purpose() == Purpose.COLLECT) {
        throw e;
      }
      removing.warn(e);
      return Optional.empty();
    }
  }

  private static IOException closing(HeldLock held, IOException cause) {
    try {
      held.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }
}
