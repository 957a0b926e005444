package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.posix.Posix;
import dev.cratehold.retention.CollectionPlan;
import dev.cratehold.retention.Retained;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Collects from one Cargo home: makes plans, which change nothing, and carries them out.
///
/// A plan is made without any of cargo's locks. What is used between the plan and its execution is
/// seen again under the lock, and kept. Thread safe; two collections at once exclude each other.
public final class HomeCollector {
  private final CargoHome home;
  private final Posix posix;
  private final Consumer<String> blocking;

  /// @param blocking is told cargo's name of a lock before the wait for it begins
  public HomeCollector(CargoHome home, Posix posix, Consumer<String> blocking) {
    this.home = home;
    this.posix = posix;
    this.blocking = blocking;
  }

  /// Says what `options` would take.
  ///
  /// @param now the present, by which ages are counted
  /// @throws IOException if the home or cargo's database cannot be read; its message says what to
  ///   do
  public HomePlan plan(CollectionOptions options, Instant now, HomeListener listener)
      throws IOException {
    return nothing(now);
  }

  /// Says what clearing `parts` would take. Of `options` the grace, what is needed and the detail
  /// hold.
  public HomePlan clear(
      Set<ClearPart> parts, CollectionOptions options, Instant now, HomeListener listener)
      throws IOException {
    return nothing(now);
  }

  /// Takes what the plan says and is still unused, in batches short enough that no cargo waits for
  /// long, and deletes it before it returns.
  ///
  /// @param stopped asked between two items; what was begun is finished
  /// @throws IOException if nothing could be begun
  public HomeReport carryOut(
      HomePlan plan, CollectionOptions options, HomeListener listener, BooleanSupplier stopped)
      throws IOException {
    return new HomeReport.Refused("not yet: " + List.of(home.root(), plan.now(), posix, blocking));
  }

  private static HomePlan nothing(Instant now) {
    return new HomePlan(
        HomePlan.Purpose.COLLECT,
        new CollectionPlan<>(List.of(), Retained.NOTHING),
        new HomePlan.Totals(0, 0, 0, 0),
        HomePlan.Bookkeeping.NONE,
        List.of(),
        now);
  }
}
