package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.gc.CollectionOptions.IndexEntries;
import dev.cratehold.home.gc.HomePlan.Bookkeeping;
import dev.cratehold.home.gc.HomePlan.Purpose;
import dev.cratehold.home.gc.HomePlan.Totals;
import dev.cratehold.posix.Posix;
import dev.cratehold.retention.Budget;
import dev.cratehold.retention.CollectionPlan;
import dev.cratehold.retention.CollectionPolicy;
import dev.cratehold.retention.Expiry;
import dev.cratehold.retention.Reason;
import dev.cratehold.retention.Retained;
import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes one plan of what nobody uses.
final class Planning {
  private static final String ENTRY_EVIDENCE =
      "neither a cached crate nor a given lock file names this package";

  private final Posix posix;
  private final CollectionOptions options;
  private final Instant now;
  private final Measuring measuring;

  Planning(Posix posix, CollectionOptions options, Instant now, Measuring measuring) {
    this.posix = posix;
    this.options = options;
    this.now = now;
    this.measuring = measuring;
  }

  HomePlan plan(Inventory read) throws IOException {
    Inventory inventory =
        read.with(measuring.measure(read.candidates(), this::isMeasuredForLimits));
    CollectionPlan<Candidate> items = policy(inventory).plan(inventory.candidates(), now);
    CollectionPlan<Candidate> entries =
        entryPolicy().plan(unneededEntries(inventory, items.victims()), now);
    List<Victim<Candidate>> victims =
        new Victims(measuring, options.detail())
            .complete(
                inventory,
                Stream.concat(items.victims().stream(), entries.victims().stream()).toList());
    return new HomePlan(
        Purpose.COLLECT,
        new CollectionPlan<>(victims, plus(items.retained(), entries.retained())),
        Totals.of(victims),
        new Bookkeeping(
            inventory.ghosts(), new Untracked(inventory, options, now).rows(victims), Set.of()),
        notes(inventory, entries.victims().size()),
        now);
  }

  private static Retained plus(Retained some, Retained more) {
    return new Retained(some.byGrace() + more.byGrace(), some.byPin() + more.byPin());
  }

  private boolean isMeasuredForLimits(Candidate candidate) {
    ItemKind kind = candidate.id().kind();
    return candidate.item().bytes().isEmpty()
        && options.sizes().keySet().stream().anyMatch(limit -> limit.counts(kind));
  }

  private CollectionPolicy<Candidate> policy(Inventory inventory) {
    Map<ItemId, Candidate> byId = inventory.byId();
    CollectionPolicy.Builder<Candidate> policy =
        CollectionPolicy.<Candidate>builder()
            .grace(options.grace())
            .pins(candidate -> isNeeded(candidate, inventory))
            .expiry(candidate -> expiry(candidate, inventory))
            .dependants(candidate ->
                inventory.dependantsOf(candidate.id()).stream().map(byId::get).toList());
    for (SizeLimit limit : SizeLimit.values()) {
      if (options.sizes().containsKey(limit)) {
        policy.budget(budget(limit, options.sizes().get(limit)));
      }
    }
    return policy.build();
  }

  private boolean isNeeded(Candidate candidate, Inventory inventory) {
    return options.needed().test(candidate.id())
        || Optional.ofNullable(inventory.leftovers().get(candidate.id()))
            .filter(leftover -> leftover.holds().stream().anyMatch(options.needed()))
            .isPresent();
  }

  private Optional<Expiry> expiry(Candidate candidate, Inventory inventory) {
    return Optional.ofNullable(options.ages().get(candidate.id().kind()))
        .map(age ->
            Optional.ofNullable(inventory.leftovers().get(candidate.id()))
                .map(leftover -> new Expiry(age, new Reason.Orphaned(leftover.evidence())))
                .orElseGet(() -> Expiry.unusedFor(age)));
  }

  private static Budget<Candidate> budget(SizeLimit limit, long bytes) {
    return new Budget<>(
        limit.option(),
        bytes,
        candidate -> limit.counts(candidate.id().kind()),
        candidate -> limit == SizeLimit.TOTAL ? Priorities.of(candidate.id().kind()) : 0);
  }

  private CollectionPolicy<Candidate> entryPolicy() {
    return CollectionPolicy.<Candidate>builder()
        .grace(options.grace())
        .pins(candidate -> options.needed().test(candidate.id()))
        .expiry(candidate ->
            Optional.of(new Expiry(Duration.ZERO, new Reason.Orphaned(ENTRY_EVIDENCE))))
        .build();
  }

  /// Of the indexes that stay.
  private List<Candidate> unneededEntries(Inventory inventory, List<Victim<Candidate>> victims)
      throws IOException {
    if (options.indexEntries() == IndexEntries.KEEP) {
      return List.of();
    }
    Set<ItemId> going = new HashSet<>();
    victims.forEach(victim -> going.add(victim.entry().id()));
    Stream<String> staying =
        inventory.candidates().stream()
            .map(Candidate::id)
            .filter(id -> id.kind() == ItemKind.INDEX && !going.contains(id))
            .map(ItemId::directory)
            .sorted();
    return new UnneededEntries(inventory.listing(), posix)
        .of(staying).stream().sorted(InventoryReader.LEAST_RECENTLY_USED_FIRST).toList();
  }

  private static List<String> notes(Inventory inventory, int entries) {
    List<String> notes = new ArrayList<>();
    if (inventory.uses().rows().isEmpty() && !inventory.candidates().isEmpty()) {
      notes.add(
          "Cargo's database of last uses knows nothing: ages are those of the files themselves.");
    }
    if (entries > 0) {
      notes.add(
          "Without their index entries, cargo cannot resolve these %d packages without a network."
              .formatted(entries));
    }
    notes.addAll(unknown(inventory));
    return notes;
  }

  /// What a plan has nothing of, whatever was asked for.
  static List<String> unknown(Inventory inventory) {
    int strays = inventory.listing().strays().size();
    return strays == 0
        ? List.of()
        : List.of(
            "What is unknown stays (%d); `cratehold home show --scan` names it.".formatted(strays));
  }
}
