package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseSnapshot;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.trash.Trash;
import dev.cratehold.posix.Posix;
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
    LastUses uses =
        switch (LastUseDatabase.read(home)) {
          case LastUseState.Present(LastUseSnapshot snapshot) -> LastUses.of(snapshot.rows());
          case LastUseState.Missing() -> LastUses.of(List.of());
          case LastUseState.Unreadable(String why) -> throw unreadable(why);
        };
    Inventory inventory = InventoryReader.read(HomeListing.read(home, posix), uses, now);
    return new Planning(posix, options, now, new Measuring(home, posix, listener)).plan(inventory);
  }

  /// Without the database everything would look as old as its download, and what a build needs
  /// would go.
  private static IOException unreadable(String why) {
    return new IOException(
        why + ". Until then nobody can tell what is in use, and nothing is removed");
  }

  /// Says what clearing `parts` would take. Of `options` the grace, what is needed and the detail
  /// hold.
  public HomePlan clear(
      Set<ClearPart> parts, CollectionOptions options, Instant now, HomeListener listener)
      throws IOException {
    LastUses uses =
        LastUses.of(
            LastUseDatabase.read(home) instanceof LastUseState.Present(LastUseSnapshot snapshot)
                ? snapshot.rows()
                : List.of());
    Inventory inventory = InventoryReader.read(HomeListing.read(home, posix), uses, now);
    return new Clearing(options, now, new Measuring(home, posix, listener)).plan(parts, inventory);
  }

  /// Takes what the plan says and is still unused, in batches short enough that no cargo waits for
  /// long, and deletes it before it returns.
  ///
  /// @param stopped asked between two items; what was begun is finished
  /// @throws IOException if nothing could be begun
  public HomeReport carryOut(
      HomePlan plan, CollectionOptions options, HomeListener listener, BooleanSupplier stopped)
      throws IOException {
    CargoLocks locks = new CargoLocks(home, posix, blocking);
    return new Carrying(home, new Trash(home, posix), plan, options, listener).run(locks, stopped);
  }
}
