package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.retention.Budget;
import dev.cratehold.retention.CollectionExecutor;
import dev.cratehold.retention.CollectionPlan;
import dev.cratehold.retention.CollectionPolicy;
import dev.cratehold.retention.Expiry;
import dev.cratehold.retention.Reason;
import dev.cratehold.retention.Retained;
import dev.cratehold.retention.Victim;
import dev.cratehold.store.SqliteHoldings.Pinned;
import dev.cratehold.store.StoredFile.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/// Deletes crates from a store: by age, by size, or because somebody asks for it.
///
/// A plan is made first, which can be shown; carrying it out looks at each file again, so that what
/// was used, stored or pinned meanwhile stays. Other threads and processes may use the store, and
/// collect it, at the same time.
///
/// Safe for use by several threads.
public final class StoreCollector {
  /// Names the limit of [CollectionLimits#maxBytes] in reasons.
  public static final String MAX_SIZE = "max-size";

  /// Names the limit of [CollectionLimits#minFree] in reasons.
  public static final String MIN_FREE = "min-free";

  private static final Duration LONGEST_BATCH = Duration.ofMillis(500);
  private static final int PAGE = 1000;
  private static final int READERS = 2;

  private static final Comparator<StoredFile> IN_ORDER =
      Comparator.comparingLong(StoredFile::lastUseMillis)
          .thenComparing(StoredFile::checksumBytes, Arrays::compareUnsigned);

  private final BlobStore blobs;
  private final SqliteHoldings holdings;
  private final SqlitePins pins;
  private final UseJournal uses;
  private final Capacity capacity;
  private final InstantSource clock;

  /// Whether files that no row names are looked for.
  public enum Search {
    /// They are: every directory is listed.
    EVERYTHING,

    /// They are not: it takes less time.
    LISTED_FILES
  }

  StoreCollector(
      BlobStore blobs,
      SqliteHoldings holdings,
      SqlitePins pins,
      UseJournal uses,
      Capacity capacity,
      InstantSource clock) {
    this.blobs = blobs;
    this.holdings = holdings;
    this.pins = pins;
    this.uses = uses;
    this.capacity = capacity;
    this.clock = clock;
  }

  /// Says what goes by these limits. A file that is not listed counts with the time at which it was
  /// published as its last use.
  public StorePlan plan(CollectionLimits limits, Search search) throws IOException {
    uses.flush();
    Instant now = clock.instant();
    List<StoredFile> unlisted =
        search == Search.EVERYTHING ? unlisted(now.minus(limits.grace())) : List.of();
    Requirement requirement = requirement(limits, unlisted);
    PinnedFiles pinned = pins.files();
    CollectionPolicy<StoredFile> policy = policy(limits, requirement, pinned);
    try {
      CollectionPlan<StoredFile> plan =
          policy.plan(new FileInventory(holdings.byLastUse(), unlisted), now);
      return new StorePlan(
          plan, now.minus(limits.grace()), Pinned.STAYS, requirement.missingAfter(plan));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// What files and limits come to.
  ///
  /// @param held what all files have, where a limit is about that
  /// @param bySize what they may have for the sake of `maxBytes`
  /// @param byRoom what they may have for the sake of `minFree`
  private record Requirement(long held, Optional<Long> bySize, Optional<Long> byRoom) {
    long missingAfter(CollectionPlan<StoredFile> plan) {
      if (bySize.isEmpty() && byRoom.isEmpty()) {
        return 0;
      }
      long gone = plan.victims().stream().mapToLong(victim -> victim.entry().bytes()).sum();
      long most = Math.min(bySize.orElse(Long.MAX_VALUE), byRoom.orElse(Long.MAX_VALUE));
      return Math.max(0, held - gone - most);
    }
  }

  private Requirement requirement(CollectionLimits limits, List<StoredFile> unlisted)
      throws IOException {
    if (limits.maxBytes().isEmpty() && limits.minFree().isEmpty()) {
      return new Requirement(0, Optional.empty(), Optional.empty());
    }
    long held = holdings.count().bytes() + unlisted.stream().mapToLong(StoredFile::bytes).sum();
    Optional<Long> bySize =
        limits.maxBytes().isPresent()
            ? Optional.of(Math.max(0, limits.maxBytes().getAsLong() - capacity.bytesBesideFiles()))
            : Optional.empty();
    long lacking =
        limits.minFree().isPresent() ? limits.minFree().getAsLong() - capacity.freeBytesNow() : 0;
    return new Requirement(
        held, bySize, lacking > 0 ? Optional.of(Math.max(0, held - lacking)) : Optional.empty());
  }

  private static CollectionPolicy<StoredFile> policy(
      CollectionLimits limits, Requirement requirement, PinnedFiles pinned) {
    Optional<Expiry> expiry = limits.maxAge().map(Expiry::unusedFor);
    CollectionPolicy.Builder<StoredFile> policy =
        CollectionPolicy.<StoredFile>builder()
            .expiry(_ -> expiry)
            .grace(limits.grace())
            .pins(pinned::contains);
    requirement.bySize().ifPresent(limit -> policy.budget(budget(MAX_SIZE, limit)));
    requirement.byRoom().ifPresent(limit -> policy.budget(budget(MIN_FREE, limit)));
    return policy.build();
  }

  private static Budget<StoredFile> budget(String name, long limit) {
    return Budget.ofOnePriority(name, limit, _ -> true);
  }

  /// The files that no row names and that were published before `limit`, in the order of that time.
  /// A younger one may belong to a process that is about to list it.
  private List<StoredFile> unlisted(Instant limit) throws IOException {
    List<Future<List<StoredFile>>> parts = new ArrayList<>();
    // Listing directories and reading the database take about as long.
    try (ExecutorService readers =
        Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().daemon().name("cratehold-list-", 0).factory())) {
      for (int first = 0; first < 256; first++) {
        int shard = first;
        parts.add(readers.submit(() -> unlisted(shard, limit)));
      }
    }
    List<StoredFile> found = new ArrayList<>();
    for (Future<List<StoredFile>> part : parts) {
      found.addAll(result(part));
    }
    found.sort(IN_ORDER);
    return found;
  }

  private static <T> T result(Future<T> ended) throws IOException {
    if (ended.state() == Future.State.SUCCESS) {
      return ended.resultNow();
    }
    switch (ended.exceptionNow()) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException("files could not be listed", e);
    }
  }

  private List<StoredFile> unlisted(int first, Instant limit) throws IOException {
    List<Checksum> files = blobs.readable(first);
    Set<Checksum> listed = files.isEmpty() ? Set.of() : holdings.checksums(first);
    List<StoredFile> found = new ArrayList<>();
    for (Checksum file : files) {
      if (!listed.contains(file)) {
        unlisted(file, limit).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<StoredFile> unlisted(Checksum checksum, Instant limit) throws IOException {
    return blobs
        .facts(checksum)
        .filter(facts -> !facts.published().isAfter(limit))
        .map(facts ->
            StoredFile.of(
                Rows.bytes(checksum),
                facts.size(),
                facts.published().toEpochMilli(),
                Listing.UNLISTED));
  }

  /// Says what goes if these crates are to go. A file that two registries share goes for both.
  ///
  /// @param pinnedToo whether pinned crates go, too
  public StorePlan planOf(Collection<HeldCrate> crates, PinnedCrates pinnedToo) {
    Set<Checksum> seen = new HashSet<>();
    List<Victim<StoredFile>> victims =
        crates.stream()
            .filter(held -> seen.add(held.crate().checksum()))
            .map(StoreCollector::requested)
            .toList();
    return new StorePlan(
        new CollectionPlan<>(victims, Retained.NOTHING),
        Instant.MAX,
        pinnedToo == PinnedCrates.GO ? Pinned.GOES_TOO : Pinned.STAYS,
        0);
  }

  /// Whether crates that are pinned go if somebody asks for exactly that.
  public enum PinnedCrates {
    STAY,
    GO
  }

  private static Victim<StoredFile> requested(HeldCrate held) {
    StoredFile file =
        StoredFile.of(
            Rows.bytes(held.crate().checksum()), held.size(), Long.MAX_VALUE, Listing.LISTED);
    return new Victim<>(file, new Reason.Requested());
  }

  /// Tells `visitor` what the plan takes, in its order.
  public void describe(StorePlan plan, CollectedFileVisitor visitor) throws IOException {
    List<Victim<StoredFile>> victims = plan.plan().victims();
    boolean shared = victims.size() <= PAGE || holdings.hasSharedFiles();
    for (int start = 0; start < victims.size(); start += PAGE) {
      List<Victim<StoredFile>> page =
          victims.subList(start, Math.min(start + PAGE, victims.size()));
      List<StoredFile> files = page.stream().map(Victim::entry).toList();
      describe(page, shared ? holdings.crates(files) : holdings.unsharedCrates(files), visitor);
    }
  }

  private void describe(
      List<Victim<StoredFile>> page, List<List<CrateId>> crates, CollectedFileVisitor visitor)
      throws IOException {
    for (int i = 0; i < page.size(); i++) {
      Victim<StoredFile> victim = page.get(i);
      visitor.visit(
          victim.reason() instanceof Reason.Requested
              ? collected(victim, holdings.entries(victim.entry()))
              : collected(victim, crates.get(i), victim.entry().lastUseTime()));
    }
  }

  static CollectedFile collected(Victim<StoredFile> victim, List<HeldCrate> held) {
    Instant lastUse =
        held.stream()
            .map(HeldCrate::lastUse)
            .max(Comparator.naturalOrder())
            .orElse(victim.entry().lastUseTime());
    return collected(victim, held.stream().map(HeldCrate::crate).toList(), lastUse);
  }

  private static CollectedFile collected(
      Victim<StoredFile> victim, List<CrateId> crates, Instant lastUse) {
    return new CollectedFile(
        victim.entry().checksum(), crates, victim.entry().bytes(), lastUse, victim.reason());
  }

  /// Deletes what the plan takes.
  ///
  /// @param visitor is told each file that went
  /// @param stopped asked before each file
  public StoreReport carryOut(
      StorePlan plan, CollectedFileVisitor visitor, BooleanSupplier stopped) {
    StoreBatches batches = new StoreBatches(blobs, holdings, uses, capacity, plan, visitor);
    return StoreReport.of(
        new CollectionExecutor<StoredFile>(LONGEST_BATCH, System::nanoTime)
            .carryOut(plan.plan(), batches, _ -> {}, stopped));
  }
}
