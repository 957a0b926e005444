package dev.cratehold.store;

import dev.cratehold.retention.Batch;
import dev.cratehold.retention.Detached;
import dev.cratehold.retention.Exclusion;
import dev.cratehold.retention.Victim;
import dev.cratehold.store.SqliteHoldings.Unlisted;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Carries out a plan on a store that others use meanwhile. Nobody is kept away: each file is taken
/// off the list in a transaction of its own that looks at it again, and then deleted.
///
/// In this order, because a process may be killed in between: what is then left is a file that
/// nobody lists, which is found again, and never an entry without its file. A reader that has the
/// file open goes on; one that comes later finds no entry and fetches it anew.
final class StoreBatches implements Exclusion<StoredFile> {
  private final BlobStore blobs;
  private final SqliteHoldings holdings;
  private final UseJournal uses;
  private final Capacity capacity;
  private final StorePlan plan;
  private final CollectedFileVisitor visitor;

  StoreBatches(
      BlobStore blobs,
      SqliteHoldings holdings,
      UseJournal uses,
      Capacity capacity,
      StorePlan plan,
      CollectedFileVisitor visitor) {
    this.blobs = blobs;
    this.holdings = holdings;
    this.uses = uses;
    this.capacity = capacity;
    this.plan = plan;
    this.visitor = visitor;
  }

  /// What this process has only noted is written first, so that what it uses is seen to be used.
  @Override
  public Optional<Batch<StoredFile>> begin() throws IOException {
    uses.flush();
    return Optional.of(new Deleting());
  }

  private final class Deleting implements Batch<StoredFile> {
    @Override
    public Detached detach(Victim<StoredFile> victim) throws IOException {
      StoredFile file = victim.entry();
      if (isYoung(file)) {
        return Detached.USED;
      }
      if (!file.isListed()) {
        return isListedNow(file) ? Detached.USED : delete(victim, List.of());
      }
      Unlisted unlisted = holdings.unlist(file, plan.pinned());
      return unlisted.outcome() == Detached.DETACHED
          ? delete(victim, unlisted.crates())
          : unlisted.outcome();
    }

    private boolean isYoung(StoredFile file) throws IOException {
      return blobs
          .facts(file.checksum())
          .filter(found -> found.published().isAfter(plan.publishedBefore()))
          .isPresent();
    }

    /// A file without entries that has got some belongs to somebody again.
    private boolean isListedNow(StoredFile file) throws IOException {
      return !holdings.entries(file).isEmpty();
    }

    private Detached delete(Victim<StoredFile> victim, List<HeldCrate> crates) throws IOException {
      StoredFile file = victim.entry();
      BlobExpiry expiry = blobs.deleteExpired(file.checksum(), plan.publishedBefore());
      if (expiry == BlobExpiry.YOUNG) {
        return Detached.USED;
      }
      if (expiry == BlobExpiry.MISSING && crates.isEmpty()) {
        return Detached.VANISHED;
      }
      capacity.deleted(file.bytes());
      visitor.visit(StoreCollector.collected(victim, crates));
      return Detached.DETACHED;
    }

    @Override
    public void commit() {
      // Each file was dealt with to its end.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
