package dev.cratehold.home.trash;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import dev.cratehold.retention.Detached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One collection's way into the trash. Until it is closed no other process touches its trash;
/// afterwards, or when its process dies, what it did not empty is a leftover for the next
/// collection, unless it is to be kept.
///
/// Nothing is made on the disk before the first item comes. For use by one thread.
public final class TrashRun implements AutoCloseable {
  private final TrashPlaces places;
  private final Posix posix;
  private final RunName wanted;
  private final KeepUntil keep;
  private final InPlace inPlace;

  /// The directories that this run made in the trash. To know them is faster than to ask.
  private final Set<Path> made = new HashSet<>();

  private final Set<Path> checked = new HashSet<>();
  private Optional<Journal> journal = Optional.empty();
  private boolean hasMoved;

  TrashRun(TrashPlaces places, Posix posix, RunName wanted, KeepUntil keep) {
    this.places = places;
    this.posix = posix;
    this.wanted = wanted;
    this.keep = keep;
    this.inPlace = new InPlace(places.home().root(), posix);
  }

  /// The name by which what it took can be brought back; empty if nothing can.
  public Optional<String> undo() {
    return keep instanceof KeepUntil.Time && hasMoved
        ? journal.map(open -> open.name().toString())
        : Optional.empty();
  }

  /// Writes down what cargo's database says of items, before they go and their rows are deleted.
  /// Only undo needs it: without that, nothing is written.
  public void remember(Collection<LastUseRow> rows) throws IOException {
    if (keep instanceof KeepUntil.Time && !rows.isEmpty()) {
      journal().write(rows.stream().map(JournalLine.Row::new).toList());
    }
  }

  /// To be called whenever cargo's lock of mutation has been taken after the run has begun: looks
  /// at the trash again, and will look again at every directory that items come from. While the
  /// lock is held, nobody who heeds it makes links of them.
  public void lockTaken() throws IOException {
    checked.clear();
    places.check();
  }

  /// Takes an item out of its place, by a rename. The caller holds cargo's lock of mutation.
  ///
  /// What cannot be moved to the trash is deleted in its place, so that no part of it can be taken
  /// for the whole at any moment; if undo is kept, it stays and that is its failure.
  public Detached detach(ItemId id) throws IOException {
    Path relative = places.relative(id);
    Path item = TrashPlaces.below(places.home().root(), relative, checked);
    if (!Moving.isThere(item)) {
      return Detached.VANISHED;
    }
    try {
      takeAway(id, item, relative);
      return Detached.DETACHED;
    } catch (NoSuchFileException e) {
      if (Moving.isThere(item)) {
        throw e;
      }
      return Detached.VANISHED;
    }
  }

  private void takeAway(ItemId id, Path item, Path relative) throws IOException {
    Path target;
    try {
      target = prepare(id, relative);
    } catch (IOException e) {
      deleteInPlace(id, item, e);
      return;
    }
    try {
      move(item, target);
    } catch (IOException e) {
      if (!Obstacle.isOnlyForMoves(e)) {
        throw e;
      }
      deleteInPlace(id, item, e);
    }
  }

  /// Makes a place in the trash for an item.
  private Path prepare(ItemId id, Path relative) throws IOException {
    Path target = TrashPlaces.below(places.run(journal().name()), relative, checked);
    makeParent(target);
    if (keep instanceof KeepUntil.Time) {
      journal().write(List.of(new JournalLine.Moving(id)));
    }
    return target;
  }

  private void move(Path item, Path target) throws IOException {
    if (made.contains(target)) {
      hasMoved = true;
      Moving.join(item, target);
    } else {
      Moving.rename(item, target);
      hasMoved = true;
    }
  }

  private void deleteInPlace(ItemId id, Path item, IOException why) throws IOException {
    if (keep instanceof KeepUntil.Time) {
      throw new IOException("it cannot be kept for undo, so it stays: " + why.getMessage(), why);
    }
    inPlace.delete(id, item);
  }

  private void makeParent(Path target) throws IOException {
    Path parent = target.getParent();
    if (!made.contains(parent)) {
      Files.createDirectories(parent);
      for (Path next = parent; next != null && made.add(next); next = next.getParent()) {}
    }
  }

  private Journal journal() throws IOException {
    if (journal.isEmpty()) {
      journal = Optional.of(Journal.begin(places, posix, wanted, keep));
    }
    return journal.get();
  }

  /// Deletes what is in the trash of this run, unless it is kept. To be called when cargo's locks
  /// have been given back.
  ///
  /// @param progress hears of each part that is gone, from one thread at a time
  /// @return all that this run deleted, what was deleted in its place included; what failed stays
  ///   in the trash and is tried again by the next [Trash#sweep]
  public Removal empty(Consumer<Removal> progress) throws IOException {
    if (journal.isEmpty() || undo().isPresent()) {
      return inPlace.removed();
    }
    RunName name = journal.get().name();
    Removal emptied = new Emptying(posix, progress).remove(places.run(name));
    if (emptied.isComplete()) {
      Files.deleteIfExists(places.journal(name));
    }
    return inPlace.removed().plus(emptied);
  }

  /// Ends the run. What is in its trash stays.
  @Override
  public void close() throws IOException {
    if (journal.isPresent()) {
      journal.get().close();
    }
  }
}
