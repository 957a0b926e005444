package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseException;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.retention.Reason;
import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Tells, under cargo's lock, whether a victim was used after the plan was made. It was if a row
/// says so, its own, its source's, or that of what it was to go with; or if its marker was written
/// again, by a cargo that keeps no rows. A leftover was used if a row says that cargo knows what it
/// is a part of. And what could not go keeps what it belongs to. For use by one thread.
final class Recheck {
  /// How many names `registry/src/<directory>` has.
  private static final int OWNED_DIRECTORY = 3;

  private final Markers markers;
  private final Map<ItemId, Candidate> victims = new HashMap<>();
  private final Set<ItemId> kept = new HashSet<>();

  Recheck(HomePlan plan, Markers markers) {
    this.markers = markers;
    plan.victims().forEach(victim -> victims.put(victim.entry().id(), victim.entry()));
  }

  boolean isUsed(Victim<Candidate> victim, Optional<LastUseDatabase> database) throws IOException {
    if (kept.contains(victim.entry().id()) || hasNewMarker(victim.entry())) {
      return true;
    }
    return database.isPresent()
        && (hasNewRow(victim, database.get())
            || hasNewNamesake(victim.entry(), database.get())
            || isTakenUp(victim.entry().id(), database.get()));
  }

  private boolean hasNewMarker(Candidate candidate) {
    Optional<Instant> now = markers.modified(candidate.id());
    return now.isPresent() && !now.equals(candidate.modified());
  }

  /// Remembers that this victim stays.
  void keep(ItemId id) {
    kept.addAll(InventoryReader.parents(id));
  }

  private boolean hasNewRow(Victim<Candidate> victim, LastUseDatabase database)
      throws LastUseException {
    Candidate candidate = victim.entry();
    return database.rows(related(victim)).values().stream()
        .filter(row -> row.timestamp() > known(row, candidate))
        .anyMatch(row -> row.id().equals(candidate.id()) || isNoGhost(row.id()));
  }

  /// The row of a source that is gone says nothing: the plan takes no notice of it either.
  private boolean isNoGhost(ItemId id) {
    return id.kind() != ItemKind.SRC || markers.modified(id).isPresent();
  }

  /// Whether the checkout's use was written into the row of another repository's.
  private static boolean hasNewNamesake(Candidate candidate, LastUseDatabase database)
      throws LastUseException {
    if (candidate.id().kind() != ItemKind.GIT_CHECKOUT) {
      return false;
    }
    OptionalLong shared = database.lastUseOfCheckouts(candidate.id().name());
    return shared.isPresent() && shared.getAsLong() > candidate.lastUse();
  }

  /// Whether a leftover has become part of what cargo knows. One with nothing in it has no part.
  private boolean isTakenUp(ItemId id, LastUseDatabase database) throws IOException {
    Optional<ItemId> owner = ownerOfLeftover(id);
    return owner.isPresent()
        && !database.rows(List.of(owner.get())).isEmpty()
        && !markers.isEmptyDirectory(id);
  }

  /// Of a directory of a registry or a repository; other leftovers have none.
  private static Optional<ItemId> ownerOfLeftover(ItemId id) {
    String[] names = id.path().split("/", -1);
    if (id.kind() != ItemKind.LEFTOVER || names.length != OWNED_DIRECTORY) {
      return Optional.empty();
    }
    return Optional.of(names[0].equals("git") ? ItemId.gitDb(names[2]) : ItemId.index(names[2]));
  }

  /// The last use that the plan knew.
  private long known(LastUseRow row, Candidate candidate) {
    return victims.getOrDefault(row.id(), candidate).lastUse();
  }

  private List<ItemId> related(Victim<Candidate> victim) {
    ItemId id = victim.entry().id();
    List<ItemId> related = new ArrayList<>();
    if (hasRows(id.kind())) {
      related.add(id);
    }
    if (id.kind() == ItemKind.CRATE) {
      source(id).ifPresent(related::add);
    }
    if (victim.reason() instanceof Reason.WithParent) {
      InventoryReader.parents(id).stream().filter(victims::containsKey).forEach(related::add);
    }
    return related;
  }

  static boolean hasRows(ItemKind kind) {
    return switch (kind) {
      case INDEX, CRATE, SRC, GIT_DB, GIT_CHECKOUT -> true;
      case INDEX_ENTRY, BUILD, LOG, LEFTOVER -> false;
    };
  }

  private static Optional<ItemId> source(ItemId crate) {
    String name = crate.name();
    return name.endsWith(".crate")
        ? Optional.of(
            ItemId.src(crate.directory(), name.substring(0, name.length() - ".crate".length())))
        : Optional.empty();
  }
}
