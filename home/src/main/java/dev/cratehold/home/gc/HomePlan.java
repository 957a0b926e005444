package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.retention.CollectionPlan;
import dev.cratehold.retention.Retained;
import dev.cratehold.retention.Victim;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What a collection would take from one Cargo home, and what it would say.
///
/// @param purpose what it is a plan of
/// @param collection the victims in the order in which they go
/// @param totals of the victims
/// @param bookkeeping what is to be put in order beside the victims
/// @param notes sentences for the user: what is unknown, what a build without a network will miss
/// @param now the time that the plan was made for
public record HomePlan(
    Purpose purpose,
    CollectionPlan<Candidate> collection,
    Totals totals,
    Bookkeeping bookkeeping,
    List<String> notes,
    Instant now) {

  /// What a plan is made for.
  public enum Purpose {
    /// What nobody uses goes.
    COLLECT,
    /// What was asked for by name goes.
    CLEAR
  }

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

  /// What a collection puts in order beside what it takes.
  ///
  /// @param ghosts rows of cargo's database whose files are gone; they go
  /// @param untracked rows that cargo's database gets, for what it did not know; parents first
  /// @param beyond parts of a `clear` that are no items: the database, kept undo
  public record Bookkeeping(
      List<ItemId> ghosts, List<LastUseRow> untracked, Set<ClearPart> beyond) {
    /// Nothing is to be done.
    public static final Bookkeeping NONE = new Bookkeeping(List.of(), List.of(), Set.of());

    public Bookkeeping {
      ghosts = List.copyOf(ghosts);
      untracked = List.copyOf(untracked);
      beyond = Set.copyOf(beyond);
    }

    boolean changesRows() {
      return !ghosts.isEmpty() || !untracked.isEmpty();
    }
  }

  public HomePlan {
    notes = List.copyOf(notes);
  }

  public List<Victim<Candidate>> victims() {
    return collection.victims();
  }

  public Retained retained() {
    return collection.retained();
  }

  /// Whether carrying it out would take nothing and forget nothing.
  public boolean isEmpty() {
    return victims().isEmpty() && bookkeeping.ghosts().isEmpty() && bookkeeping.beyond().isEmpty();
  }
}
