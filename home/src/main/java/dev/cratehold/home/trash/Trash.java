package dev.cratehold.home.trash;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.posix.FlockFile.Outcome;
import dev.cratehold.posix.HardLinks;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.Removal;
import dev.cratehold.posix.TreeUsage;
import dev.cratehold.posix.TreeWalker;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The trash of one Cargo home: `.cratehold/trash` in it, so that everything of the home's own file
/// system gets there by a rename.
///
/// A collection takes items away in a [TrashRun] while it holds cargo's locks, and deletes them
/// after it has given them back. What a run that ended or died left is emptied by [#sweep], or kept
/// for undo until its time. Which runs go on is told by locks on their journals, so that several
/// processes, and containers, may use one trash.
///
/// Immutable and safe for use by several threads.
public final class Trash {
  /// Why: see [#isOver].
  private static final Duration UNREADABLE_KEPT = Duration.ofDays(7);

  private static final Set<Outcome> SURELY_FREE = EnumSet.of(Outcome.ACQUIRED);

  /// Where there are no locks nothing is collected, so that no run can be going on.
  private static final Set<Outcome> FREE = EnumSet.of(Outcome.ACQUIRED, Outcome.UNSUPPORTED);

  private final TrashPlaces places;
  private final Posix posix;

  /// The trash of this home.
  public Trash(CargoHome home, Posix posix) {
    this.places = new TrashPlaces(home);
    this.posix = posix;
  }

  /// Begins a run.
  ///
  /// @param pid of this process, for its name
  /// @throws IOException if what should be the trash is something else
  public TrashRun begin(Instant now, long pid, KeepUntil keep) throws IOException {
    places.check();
    return new TrashRun(places, posix, RunName.first(now, pid), keep);
  }

  /// The runs that can be brought back, the latest first.
  public List<KeptRun> kept() throws IOException {
    List<KeptRun> kept = new ArrayList<>();
    for (RunName name : names().descendingSet()) {
      kept(name).filter(run -> !run.items().isEmpty()).ifPresent(kept::add);
    }
    return kept;
  }

  private Optional<KeptRun> kept(RunName name) throws IOException {
    RunRecord run = RunRecord.read(name, places.journal(name));
    if (until(run).isEmpty()) {
      return Optional.empty();
    }
    List<ItemId> items = new ArrayList<>();
    for (ItemId id : run.items().reversed()) {
      if (isInTrash(name, id)) {
        items.add(id);
      }
    }
    return until(run).map(until -> new KeptRun(name.toString(), name.begun(), until, items));
  }

  private boolean isInTrash(RunName name, ItemId id) {
    try {
      return Moving.isThere(places.item(name, id));
    } catch (IOException | InvalidPathException _) {
      // The line is damaged: it names no item.
      return false;
    }
  }

  private static Optional<Instant> until(RunRecord run) {
    return run.head()
        .filter(head -> head.format() == JournalLine.FORMAT)
        .map(JournalLine.Head::keep)
        .flatMap(keep ->
            switch (keep) {
              case KeepUntil.Time(Instant until) -> Optional.of(until);
              case KeepUntil.Nothing _ -> Optional.empty();
            });
  }

  /// What a kept run takes on the disk.
  public TreeUsage measure(KeptRun run) throws IOException {
    try (TreeWalker walker = posix.walker()) {
      return walker.measure(places.directory().resolve(run.name()), new HardLinks());
    } catch (NoSuchFileException _) {
      return TreeUsage.NONE;
    }
  }

  /// Takes a kept run for oneself, to bring it back or to delete it. Empty if it is gone, or
  /// somebody else has it.
  public Optional<ClaimedRun> claim(KeptRun run) throws IOException {
    places.check();
    Optional<RunName> name = RunName.parse(run.name());
    return name.isPresent() && Files.exists(places.journal(name.get()))
        ? ClaimedRun.claim(places, posix, name.get(), FREE)
        : Optional.empty();
  }

  /// Empties what runs of the past left and nobody keeps any more: what a killed process left, what
  /// could not be deleted before, and what was kept until `now`. Runs that go on are left alone.
  ///
  /// @param progress hears of each part that is gone, from one thread at a time
  public Removal sweep(Instant now, Consumer<Removal> progress) throws IOException {
    Removal swept = Removal.NONE;
    for (RunName name : names()) {
      if (isOver(name, now)) {
        swept = swept.plus(empty(name, progress));
      }
    }
    return swept;
  }

  /// Deletes all that runs of the past left, kept or not, and whether its journal can be read or
  /// not. Runs that go on are left alone.
  ///
  /// @param progress hears of each part that is gone, from one thread at a time
  public Removal clear(Consumer<Removal> progress) throws IOException {
    Removal cleared = Removal.NONE;
    for (RunName name : names()) {
      cleared = cleared.plus(empty(name, progress));
    }
    return cleared;
  }

  private Removal empty(RunName name, Consumer<Removal> progress) throws IOException {
    Optional<ClaimedRun> claimed = ClaimedRun.claim(places, posix, name, SURELY_FREE);
    if (claimed.isEmpty()) {
      return Removal.NONE;
    }
    try (ClaimedRun run = claimed.get()) {
      return run.empty(progress);
    }
  }

  /// Whether nobody keeps this run. One that has a directory and no journal that can be read lost
  /// it with the power: it gets the time that undo is usually given.
  private boolean isOver(RunName name, Instant now) throws IOException {
    Optional<JournalLine.Head> head = RunRecord.read(name, places.journal(name)).head();
    if (head.isEmpty()) {
      return !Moving.isThere(places.run(name)) || name.begun().plus(UNREADABLE_KEPT).isBefore(now);
    }
    boolean known = head.get().format() == JournalLine.FORMAT;
    return known
        && switch (head.get().keep()) {
          case KeepUntil.Nothing _ -> true;
          case KeepUntil.Time(Instant until) -> !until.isAfter(now);
        };
  }

  private NavigableSet<RunName> names() throws IOException {
    places.check();
    NavigableSet<RunName> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(places.directory())) {
      for (Path file : files) {
        RunName.parse(TrashPlaces.runOf(file.getFileName().toString())).ifPresent(names::add);
      }
    } catch (NoSuchFileException _) {
      // There never was any trash.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
