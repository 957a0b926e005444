package dev.cratehold.home.compat;

import dev.cratehold.home.ItemKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What `cargo clean gc` was asked for.
///
/// @param ages of cargo's five kinds; a kind that is missing has no limit
/// @param sizes in bytes
public record CompatOptions(Map<ItemKind, Duration> ages, Map<CompatLimit, Long> sizes) {
  private static final Duration MONTH = Duration.ofSeconds(2_629_746);

  /// What cargo takes for the ages when nothing was asked for, unless its configuration says
  /// otherwise.
  public static final Map<ItemKind, Duration> DEFAULT_AGES =
      Map.of(
          ItemKind.INDEX, MONTH.multipliedBy(3),
          ItemKind.CRATE, MONTH.multipliedBy(3),
          ItemKind.SRC, MONTH,
          ItemKind.GIT_DB, MONTH.multipliedBy(3),
          ItemKind.GIT_CHECKOUT, MONTH);

  /// The kinds that cargo knows.
  static final List<ItemKind> KINDS =
      List.of(ItemKind.INDEX, ItemKind.CRATE, ItemKind.SRC, ItemKind.GIT_DB, ItemKind.GIT_CHECKOUT);

  /// Checks that cargo knows these kinds, and that nothing is negative.
  public CompatOptions {
    ages = Map.copyOf(ages);
    sizes = Map.copyOf(sizes);
    if (!KINDS.containsAll(ages.keySet())) {
      throw new IllegalArgumentException("cargo has no age for all of " + ages.keySet());
    }
    if (ages.values().stream().anyMatch(Duration::isNegative)
        || sizes.values().stream().anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException("a negative limit: " + ages + ", " + sizes);
    }
  }

  /// True if sizes matter, so that those which cargo does not know must be measured.
  boolean needSizes() {
    return !sizes.isEmpty();
  }

  /// Nothing asked for, so far.
  public static Builder builder() {
    return new Builder();
  }

  /// Collects what was asked for. Not thread safe.
  public static final class Builder {
    private final Map<ItemKind, Duration> defaults = new EnumMap<>(DEFAULT_AGES);
    private final Map<ItemKind, Duration> ages = new EnumMap<>(ItemKind.class);
    private final Map<CompatLimit, Long> sizes = new EnumMap<>(CompatLimit.class);

    private Builder() {}

    /// Replaces the default ages of some kinds, as `[cache.global-clean]` of cargo's configuration
    /// does.
    public Builder defaultAges(Map<ItemKind, Duration> configured) {
      defaults.putAll(configured);
      return this;
    }

    /// `--max-src-age` and its like.
    public Builder age(ItemKind kind, Duration age) {
      ages.merge(kind, age, Builder::shorter);
      return this;
    }

    /// `--max-download-age`: an age for all kinds; where one has its own, the shorter holds.
    public Builder downloadAge(Duration age) {
      KINDS.forEach(kind -> age(kind, age));
      return this;
    }

    /// `--max-crate-size` and its like.
    public Builder size(CompatLimit limit, long bytes) {
      sizes.put(limit, bytes);
      return this;
    }

    /// What was asked for; if that is nothing, the default ages.
    public CompatOptions build() {
      boolean nothing = ages.isEmpty() && sizes.isEmpty();
      return new CompatOptions(nothing ? defaults : ages, sizes);
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) <= 0 ? one : other;
    }
  }
}
