package dev.cratehold.home.trash;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.posix.FlockFile;
import dev.cratehold.posix.FlockFile.Mode;
import dev.cratehold.posix.FlockFile.Outcome;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import dev.cratehold.retention.Detached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The trash of a run that has ended, in the hands of this process alone until it is closed. For
/// use by one thread.
public final class ClaimedRun implements AutoCloseable {
  private final TrashPlaces places;
  private final Posix posix;
  private final RunName name;
  private final FlockFile lock;

  private ClaimedRun(TrashPlaces places, Posix posix, RunName name, FlockFile lock) {
    this.places = places;
    this.posix = posix;
    this.name = name;
    this.lock = lock;
  }

  /// Claims a run; empty if it goes on, or somebody else has claimed it.
  ///
  /// @param enough what must have come of locking its journal
  static Optional<ClaimedRun> claim(
      TrashPlaces places, Posix posix, RunName name, Set<Outcome> enough) throws IOException {
    FlockFile lock = posix.openLock(places.journal(name));
    if (enough.contains(lock.tryLock(Mode.EXCLUSIVE))) {
      return Optional.of(new ClaimedRun(places, posix, name, lock));
    }
    lock.close();
    return Optional.empty();
  }

  /// What cargo's database said of what is in here.
  public List<LastUseRow> rows() throws IOException {
    return RunRecord.read(name, places.journal(name)).rows();
  }

  /// Brings an item back to its place, by a rename. The caller holds cargo's lock of mutation and
  /// brings items back in the order of [KeptRun#items()].
  ///
  /// @return `DETACHED` if it is back; `USED` if its place is taken, because cargo made or fetched
  ///   it again, and so it stays in the trash; `VANISHED` if it is neither here nor there
  public Detached restore(ItemId id) throws IOException {
    places.check();
    Path trashed = places.item(name, id);
    Path place = places.item(id);
    if (!Moving.isThere(trashed)) {
      // What contains it may have brought it along.
      return Moving.isThere(place) ? Detached.DETACHED : Detached.VANISHED;
    }
    if (Moving.isThere(place)) {
      return Detached.USED;
    }
    Files.createDirectories(place.getParent());
    Moving.rename(trashed, place);
    return Detached.DETACHED;
  }

  /// Deletes what is in here for good.
  ///
  /// @param progress hears of each part that is gone, from one thread at a time
  public Removal empty(Consumer<Removal> progress) throws IOException {
    places.check();
    Removal removal = new Emptying(posix, progress).remove(places.run(name));
    if (removal.isComplete()) {
      Files.deleteIfExists(places.journal(name));
    }
    return removal;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
