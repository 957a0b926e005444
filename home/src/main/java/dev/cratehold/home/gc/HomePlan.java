package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.retention.CollectionPlan;
import dev.cratehold.retention.Retained;
import dev.cratehold.retention.Victim;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What a collection would take from one Cargo home, and what it would say.
///
/// @param collection the victims in the order in which they go
/// @param totals of the victims
/// @param ghosts rows of cargo's database whose files are gone; they go as well
/// @param notes sentences for the user: what is unknown, what a build without a network will miss
/// @param beyond parts of a `clear` that are no items: the database, kept undo
/// @param now the time that the plan was made for
public record HomePlan(
    CollectionPlan<Candidate> collection,
    Totals totals,
    List<ItemId> ghosts,
    List<String> notes,
    Set<ClearPart> beyond,
    Instant now) {

  /// Sums over the victims.
  ///
  /// @param items how many
  /// @param bytes of those whose size is known, as cargo counts them
  /// @param files of those whose files are known
  /// @param unmeasured how many have no known size
  public record Totals(long items, long bytes, long files, long unmeasured) {
    static Totals of(List<Victim<Candidate>> victims) {
      long bytes = victims.stream().mapToLong(victim -> victim.entry().bytes()).sum();
      long files = victims.stream().mapToLong(v -> v.entry().item().files().orElse(0)).sum();
      long unmeasured = victims.stream().filter(v -> v.entry().item().bytes().isEmpty()).count();
      return new Totals(victims.size(), bytes, files, unmeasured);
    }
  }

  public HomePlan {
    ghosts = List.copyOf(ghosts);
    notes = List.copyOf(notes);
    beyond = Set.copyOf(beyond);
  }

  public List<Victim<Candidate>> victims() {
    return collection.victims();
  }

  public Retained retained() {
    return collection.retained();
  }

  /// Whether carrying it out would change nothing.
  public boolean isEmpty() {
    return victims().isEmpty() && ghosts.isEmpty() && beyond.isEmpty();
  }
}
