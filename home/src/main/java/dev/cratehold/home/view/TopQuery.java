package dev.cratehold.home.view;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which things of a Cargo home are asked for, and in what order.
///
/// @param kinds of these kinds; all that cargo's database knows if there is none
/// @param registry in directories that begin with this, `index.crates.io`
/// @param names whose package, or repository, has such a name
/// @param olderThan not used for longer than this; what has no known last use is not asked for then
/// @param limit at most so many; zero: all
public record TopQuery(
    Set<ItemKind> kinds,
    Optional<String> registry,
    Optional<NamePattern> names,
    Optional<Duration> olderThan,
    Order order,
    int limit) {
  /// What comes first.
  public enum Order {
    LARGEST,
    LEAST_RECENTLY_USED
  }

  /// The kinds that nobody has to ask for.
  public static final Set<ItemKind> DEFAULT_KINDS =
      Set.of(ItemKind.INDEX, ItemKind.CRATE, ItemKind.SRC, ItemKind.GIT_DB, ItemKind.GIT_CHECKOUT);

  public TopQuery {
    kinds = kinds.isEmpty() ? DEFAULT_KINDS : Set.copyOf(kinds);
    if (limit < 0) {
      throw new IllegalArgumentException("how many must not be negative: " + limit);
    }
  }

  /// Whether a thing is asked for, as far as its name says.
  boolean matches(ItemId id) {
    return kinds.contains(id.kind())
        && registry.filter(Predicate.not(id.directory()::startsWith)).isEmpty()
        && names.filter(pattern -> !pattern.matches(PackageNames.of(id))).isEmpty();
  }

  Set<ItemKind> sortedKinds() {
    return EnumSet.copyOf(kinds);
  }
}
