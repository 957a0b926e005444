package dev.cratehold.store;

import dev.cratehold.retention.CollectionPlan;
import dev.cratehold.retention.Retained;
import dev.cratehold.store.SqliteHoldings.Pinned;
import java.time.Instant;

/// What a collection is to take, made by [StoreCollector]. Holds about 100 bytes for each file.
/// Immutable.
public final class StorePlan {
  private final CollectionPlan<StoredFile> plan;
  private final Instant publishedBefore;
  private final Pinned pinned;
  private final long bytes;
  private final long missing;

  /// @param publishedBefore a file that was published later is spared: somebody may be about to
  ///   list it
  /// @param missing how many bytes the limits are still exceeded by once all of it is gone
  StorePlan(CollectionPlan<StoredFile> plan, Instant publishedBefore, Pinned pinned, long missing) {
    this.plan = plan;
    this.publishedBefore = publishedBefore;
    this.pinned = pinned;
    this.missing = missing;
    bytes = plan.victims().stream().mapToLong(victim -> victim.entry().bytes()).sum();
  }

  /// How many files go.
  public long files() {
    return plan.victims().size();
  }

  /// How many bytes they have.
  public long bytes() {
    return bytes;
  }

  /// What stays although a limit would have it go.
  public Retained retained() {
    return plan.retained();
  }

  /// How many bytes the limits are still exceeded by once all of it is gone, because nothing else
  /// may go.
  public long missing() {
    return missing;
  }

  CollectionPlan<StoredFile> plan() {
    return plan;
  }

  Instant publishedBefore() {
    return publishedBefore;
  }

  Pinned pinned() {
    return pinned;
  }
}
