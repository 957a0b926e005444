package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lock.Patience;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What a collection may take and what it must keep.
///
/// @param ages what was not used for longer than this goes; a kind that is missing has no limit
/// @param sizes in bytes as cargo counts them; of what is over a limit the least recently used goes
/// @param grace what was used within this time is kept whatever else is asked for
/// @param needed what must be kept because a project needs it
/// @param indexEntries whether single entries of a sparse index may go
/// @param patience how long to wait for a cargo that holds its locks
/// @param keepUndo for how long what is taken can be brought back; empty: it is deleted at once
/// @param detail how much the plan must know of sizes
public record CollectionOptions(
    Map<ItemKind, Duration> ages,
    Map<SizeLimit, Long> sizes,
    Duration grace,
    Predicate<ItemId> needed,
    IndexEntries indexEntries,
    Patience patience,
    Optional<Duration> keepUndo,
    Detail detail) {

  /// Whether single entries of a sparse index may go.
  public enum IndexEntries {
    /// They stay as long as their index.
    KEEP,
    /// What neither a cached crate nor a given lock file names goes. A build without a network then
    /// cannot resolve these packages any more.
    DROP_UNNEEDED
  }

  /// Cargo's month: the twelfth of a mean Gregorian year.
  public static final Duration MONTH = Duration.ofSeconds(2_629_746);

  /// The grace of a collection that says nothing about it.
  public static final Duration DEFAULT_GRACE = Duration.ofHours(1);

  /// For how long undo is kept when no time is given.
  public static final Duration DEFAULT_UNDO = Duration.ofDays(7);

  /// Cargo's defaults: a month for what can be made again without a network, three for what must be
  /// downloaded, and a month for leftovers.
  public static final Map<ItemKind, Duration> DEFAULT_AGES =
      Map.of(
          ItemKind.INDEX,
          MONTH.multipliedBy(3),
          ItemKind.CRATE,
          MONTH.multipliedBy(3),
          ItemKind.SRC,
          MONTH,
          ItemKind.GIT_DB,
          MONTH.multipliedBy(3),
          ItemKind.GIT_CHECKOUT,
          MONTH,
          ItemKind.LEFTOVER,
          MONTH);

  public CollectionOptions {
    ages = Map.copyOf(ages);
    sizes = Map.copyOf(sizes);
    if (grace.isNegative() || ages.values().stream().anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("ages and the grace must not be negative");
    }
    if (sizes.values().stream().anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException("limits of size must not be negative");
    }
  }

  /// A collection by the default ages, until something else is asked for.
  public static Builder builder() {
    return new Builder();
  }

  /// Collects what was asked for. As with cargo, the default ages hold only if neither an age nor a
  /// size was given; leftovers have an age in any case. Not thread safe.
  public static final class Builder {
    private final Map<ItemKind, Duration> defaults = new EnumMap<>(DEFAULT_AGES);
    private final Map<ItemKind, Duration> ages = new EnumMap<>(ItemKind.class);
    private final Map<SizeLimit, Long> sizes = new EnumMap<>(SizeLimit.class);
    private Duration grace = DEFAULT_GRACE;
    private Predicate<ItemId> needed = id -> false;
    private IndexEntries indexEntries = IndexEntries.KEEP;
    private Patience patience = new Patience.None();
    private Optional<Duration> keepUndo = Optional.empty();
    private Detail detail = Detail.ROUGH;

    private Builder() {}

    /// Replaces default ages, as `[cache.global-clean]` does.
    public Builder defaultAges(Map<ItemKind, Duration> configured) {
      defaults.putAll(configured);
      return this;
    }

    /// An age for one kind.
    public Builder age(ItemKind kind, Duration age) {
      ages.put(kind, age);
      return this;
    }

    /// An age for everything that was downloaded or made of it, as cargo's `--max-download-age`: of
    /// this and the kind's own the shorter holds.
    public Builder downloadAge(Duration age) {
      for (ItemKind kind : DEFAULT_AGES.keySet()) {
        if (kind != ItemKind.LEFTOVER) {
          ages.merge(kind, age, Builder::shorter);
        }
      }
      return this;
    }

    /// A limit of size, in bytes.
    public Builder size(SizeLimit limit, long bytes) {
      sizes.put(limit, bytes);
      return this;
    }

    public Builder grace(Duration time) {
      grace = time;
      return this;
    }

    /// Keeps what `needs` says yes to, and what that depends on.
    public Builder keep(Predicate<ItemId> needs) {
      needed = needs;
      return this;
    }

    public Builder indexEntries(IndexEntries what) {
      indexEntries = what;
      return this;
    }

    /// Waits so long for a cargo; without this not at all.
    public Builder patience(Patience much) {
      patience = much;
      return this;
    }

    /// Keeps what is taken for this time.
    public Builder keepUndo(Duration time) {
      keepUndo = Optional.of(time);
      return this;
    }

    public Builder detail(Detail much) {
      detail = much;
      return this;
    }

    public CollectionOptions build() {
      boolean asked =
          !sizes.isEmpty() || ages.keySet().stream().anyMatch(kind -> kind != ItemKind.LEFTOVER);
      Map<ItemKind, Duration> all = new EnumMap<>(asked ? ages : defaults);
      all.putAll(ages);
      all.putIfAbsent(ItemKind.LEFTOVER, DEFAULT_AGES.getOrDefault(ItemKind.LEFTOVER, MONTH));
      return new CollectionOptions(
          all, sizes, grace, needed, indexEntries, patience, keepUndo, detail);
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) <= 0 ? one : other;
    }
  }
}
