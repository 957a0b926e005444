package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseException;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.RowChange;
import dev.cratehold.home.trash.TrashRun;
import dev.cratehold.retention.Detached;
import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/// Takes victims away and keeps cargo's database in step, over all batches of one plan. The caller
/// holds cargo's lock of mutation.
///
/// Files go before their rows: a row without a file is harmless, and the next collection deletes
/// it. So a database that cannot be written is a warning, and undoes nothing. For use by one
/// thread.
final class Removing {
  private final CargoHome home;
  private final TrashRun trash;
  private final HomeListener listener;
  private final Recheck recheck;
  private final Rows rows;

  /// What is to be written down from before the lock was taken.
  private final List<RowChange> changes = new ArrayList<>();

  /// The rows of what was taken in this hold of the lock.
  private final List<RowChange> taken = new ArrayList<>();

  private final SequencedSet<String> warnings = new LinkedHashSet<>();

  Removing(
      CargoHome home,
      HomePlan plan,
      CollectionOptions options,
      TrashRun trash,
      HomeListener listener) {
    this.home = home;
    this.trash = trash;
    this.listener = listener;
    this.recheck = new Recheck(plan, new Markers(home));
    this.rows = new Rows(options.keepUndo().isPresent());
    changes.addAll(bookkeeping(plan));
  }

  private List<RowChange> bookkeeping(HomePlan plan) {
    Stream<RowChange> deleted = plan.bookkeeping().ghosts().stream().map(RowChange.Delete::new);
    Stream<RowChange> inserted = plan.bookkeeping().untracked().stream().map(RowChange.Insert::new);
    return Stream.concat(deleted, inserted).toList();
  }

  /// To be called whenever the lock has been taken.
  void lockTaken() throws IOException {
    changes.addAll(taken);
    taken.clear();
    trash.lockTaken();
  }

  Detached detach(Victim<Candidate> victim, Optional<LastUseDatabase> database) throws IOException {
    try {
      Detached outcome = take(victim, database);
      switch (outcome) {
        case DETACHED -> listener.removed(victim);
        case USED -> recheck.keep(victim.entry().id());
        case VANISHED -> {}
      }
      return outcome;
    } catch (IOException e) {
      recheck.keep(victim.entry().id());
      listener.failed(new HomeReport.Failure(victim, e));
      throw e;
    }
  }

  private Detached take(Victim<Candidate> victim, Optional<LastUseDatabase> database)
      throws IOException {
    ItemId id = victim.entry().id();
    if (recheck.isUsed(victim, database)) {
      return Detached.USED;
    }
    if (database.isPresent()) {
      trash.remember(rows.of(id, database.get()));
    }
    Detached outcome = trash.detach(id);
    tidy(id);
    return outcome;
  }

  private void tidy(ItemId id) throws IOException {
    if (Recheck.hasRows(id.kind())) {
      taken.add(new RowChange.Delete(id));
    }
    switch (id.kind()) {
      case INDEX -> {
        removeEmpty(ItemKind.CRATE, id.directory());
        removeEmpty(ItemKind.SRC, id.directory());
      }
      case GIT_DB -> removeEmpty(ItemKind.GIT_CHECKOUT, id.directory());
      case CRATE, SRC, GIT_CHECKOUT, INDEX_ENTRY, BUILD, LOG, LEFTOVER -> {}
    }
  }

  /// The directories of a registry's or repository's things go with it once nothing is in them.
  private void removeEmpty(ItemKind kind, String directory) throws IOException {
    Path path = home.base(kind).resolve(directory);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException _) {
      // Something in it stays, and so does the directory.
      return;
    }
  }

  /// Writes down what was taken since the last time.
  void commit(Optional<LastUseDatabase> database) {
    if (database.isEmpty() || !hasChanges()) {
      return;
    }
    try {
      Stream<RowChange> earlier = changes.stream().filter(this::isStillTrue);
      database.get().apply(Stream.concat(earlier, taken.stream()).toList());
      changes.clear();
      taken.clear();
    } catch (LastUseException e) {
      warn(e);
    }
  }

  /// No row is deleted of what is there: it may have come back before the lock was taken.
  private boolean isStillTrue(RowChange change) {
    return !(change instanceof RowChange.Delete(ItemId id))
        || !Files.exists(home.resolve(id), LinkOption.NOFOLLOW_LINKS);
  }

  /// Whether there is anything to write down.
  boolean hasChanges() {
    return !changes.isEmpty() || !taken.isEmpty();
  }

  /// Says something about this run, once.
  void warn(String sentence) {
    warnings.add(sentence);
  }

  /// Says what failed beside the items.
  void warn(IOException failure) {
    warn(String.valueOf(failure.getMessage()));
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /// The rows that undo brings back: a thing's own, and those that go with that of an index or a
  /// clone.
  private static final class Rows {
    private final boolean wanted;

    Rows(boolean wanted) {
      this.wanted = wanted;
    }

    List<LastUseRow> of(ItemId id, LastUseDatabase database) throws LastUseException {
      if (!wanted || !Recheck.hasRows(id.kind())) {
        return List.of();
      }
      if (id.name().isEmpty()) {
        return database.snapshot().rows().stream()
            .filter(row -> row.id().equals(id) || InventoryReader.parents(row.id()).contains(id))
            .toList();
      }
      return List.copyOf(database.rows(List.of(id)).values());
    }
  }
}
