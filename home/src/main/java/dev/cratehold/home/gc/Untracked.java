package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.gc.Candidate.Tracked;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.retention.Victim;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rows that cargo's database lacks. Cargo would give them the present time, and old things a
/// new life; here they get the time that their files tell. What a crate's use is known by only
/// through its source, or a clone's through its checkouts, is written down when that goes: the unit
/// was used then, and must not look older afterwards.
record Untracked(Inventory inventory, CollectionOptions options, Instant now) {
  private static final Comparator<LastUseRow> PARENTS_FIRST =
      Comparator.<LastUseRow, Boolean>comparing(row -> !isParent(row.id()))
          .thenComparing(LastUseRow::id);

  /// Those of what stays when these victims go.
  List<LastUseRow> rows(List<Victim<Candidate>> victims) {
    Set<ItemId> going = new HashSet<>();
    victims.forEach(victim -> going.add(victim.entry().id()));
    return inventory.candidates().stream()
        .filter(candidate -> candidate.id().kind() != ItemKind.LEFTOVER)
        .filter(candidate -> !going.contains(candidate.id()))
        .filter(candidate -> isUntracked(candidate) || losesEvidence(candidate, going))
        .map(this::row)
        .sorted(PARENTS_FIRST)
        .toList();
  }

  private static boolean isUntracked(Candidate candidate) {
    return candidate.tracked() == Tracked.NO_ROW;
  }

  private boolean losesEvidence(Candidate candidate, Set<ItemId> going) {
    boolean isYoungerThanItsRow =
        inventory.uses().row(candidate.id()).stream()
            .anyMatch(row -> row.timestamp() < candidate.lastUse());
    return isYoungerThanItsRow
        && inventory.dependantsOf(candidate.id()).stream().anyMatch(going::contains);
  }

  /// What a project needs counts as used now: cargo's own collection knows nothing of lock files.
  private LastUseRow row(Candidate candidate) {
    boolean isNeeded = isUntracked(candidate) && options.needed().test(candidate.id());
    long time = isNeeded ? now.getEpochSecond() : candidate.lastUse();
    return new LastUseRow(candidate.id(), candidate.item().bytes(), time);
  }

  private static boolean isParent(ItemId id) {
    return id.kind() == ItemKind.INDEX || id.kind() == ItemKind.GIT_DB;
  }
}
