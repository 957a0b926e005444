package dev.cratehold.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Entries with dependants, ages, pins and budgets, all from one seed.
final class RandomInventory {
  /// One entry of it.
  ///
  /// @param parent the number of the entry it depends on
  record Thing(int number, Optional<Integer> parent, long bytes, long lastUse, boolean pinned)
      implements Entry {}

  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final Random random;
  final List<Thing> things = new ArrayList<>();
  final Duration age;
  final Duration grace;
  final List<Budget<Thing>> budgets = new ArrayList<>();

  RandomInventory(long seed) {
    random = new Random(seed);
    age = Duration.ofSeconds(random.nextInt(3_000));
    grace = Duration.ofSeconds(random.nextInt(3) == 0 ? 0 : random.nextInt(2_000));
    int count = random.nextInt(40);
    for (int number = 0; number < count; number++) {
      things.add(thing(number));
    }
    things.sort(Comparator.comparingLong(Thing::lastUse).thenComparingInt(Thing::number));
    for (int i = random.nextInt(3); i >= 0; i--) {
      budgets.add(budget("budget " + i));
    }
  }

  private Thing thing(int number) {
    Optional<Integer> parent =
        number > 0 && random.nextBoolean() ? Optional.of(random.nextInt(number)) : Optional.empty();
    long lastUse = NOW.getEpochSecond() + 200 - random.nextInt(4_000);
    return new Thing(number, parent, random.nextInt(50), lastUse, random.nextInt(8) == 0);
  }

  private Budget<Thing> budget(String name) {
    int modulus = 1 + random.nextInt(3);
    int classes = 1 + random.nextInt(4);
    return new Budget<>(
        name,
        random.nextInt(800),
        thing -> thing.number() % modulus == 0,
        thing -> thing.number() % classes);
  }

  List<Thing> dependants(Thing of) {
    return things.stream()
        .filter(thing -> thing.parent().equals(Optional.of(of.number())))
        .toList();
  }

  /// The thing with all that depends on it.
  List<Thing> unit(Thing of) {
    List<Thing> unit = new ArrayList<>(List.of(of));
    dependants(of).forEach(dependant -> unit.addAll(unit(dependant)));
    return unit;
  }

  boolean withinGrace(Thing thing) {
    return !grace.isZero() && thing.lastUse() > NOW.getEpochSecond() - grace.toSeconds();
  }

  boolean tooOld(Thing thing) {
    return thing.lastUse() < NOW.getEpochSecond() - age.toSeconds();
  }

  boolean mayGo(Thing thing) {
    return unit(thing).stream().noneMatch(member -> member.pinned() || withinGrace(member));
  }

  CollectionPolicy<Thing> policy() {
    return policy(budgets);
  }

  CollectionPolicy<Thing> policy(List<Budget<Thing>> held) {
    CollectionPolicy.Builder<Thing> builder =
        CollectionPolicy.<Thing>builder()
            .expiry(thing -> Optional.of(Expiry.unusedFor(age)))
            .grace(grace)
            .pins(Thing::pinned)
            .dependants(this::dependants);
    held.forEach(builder::budget);
    return builder.build();
  }

  CollectionPlan<Thing> plan() {
    return policy().plan(things, NOW);
  }
}
