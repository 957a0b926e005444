package dev.cratehold.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CollectionPolicyTest {
  private record Thing(String name, long bytes, long lastUse) implements Entry {}

  private static final long NOW = 1_800_000_000;
  private static final Instant PRESENT = Instant.ofEpochSecond(NOW);

  private static CollectionPolicy.Builder<Thing> policy() {
    return CollectionPolicy.builder();
  }

  private static CollectionPolicy.Builder<Thing> expiring(long seconds) {
    return policy().expiry(thing -> Optional.of(Expiry.unusedFor(Duration.ofSeconds(seconds))));
  }

  private static Thing used(String name, long secondsAgo) {
    return new Thing(name, 1, NOW - secondsAgo);
  }

  private static List<String> names(CollectionPolicy.Builder<Thing> policy, Thing... things) {
    return policy.build().plan(List.of(things), PRESENT).victims().stream()
        .map(victim -> victim.entry().name())
        .toList();
  }

  @Test
  void plan_noRules_takesNothing() {
    assertThat(names(policy(), used("old", 1_000_000))).isEmpty();
  }

  @Test
  void plan_ageReachedExactly_keeps() {
    assertThat(names(expiring(10), used("over", 11), used("at", 10))).containsExactly("over");
  }

  @Test
  void plan_ageOfZero_keepsWhatIsUsedInTheSameSecond() {
    assertThat(names(expiring(0), used("before", 1), used("now", 0))).containsExactly("before");
  }

  @Test
  void plan_ageLongerThanTime_takesNothing() {
    assertThat(names(expiring(Long.MAX_VALUE), new Thing("oldest", 1, 0))).isEmpty();
  }

  @Test
  void plan_lastUseBeforeTime_isOld() {
    assertThat(names(expiring(10), new Thing("broken", 1, Long.MIN_VALUE)))
        .containsExactly("broken");
  }

  @Test
  void plan_lastUseInTheFuture_isWithinAnyGrace() {
    CollectionPolicy<Thing> policy =
        policy()
            .grace(Duration.ofSeconds(1))
            .budget(Budget.ofOnePriority("all", 0, t -> true))
            .build();

    CollectionPlan<Thing> plan =
        policy.plan(List.of(used("future", -100), new Thing("last", 1, Long.MAX_VALUE)), PRESENT);

    assertThat(plan).isEqualTo(new CollectionPlan<>(List.of(), new Retained(2, 0)));
  }

  @Test
  void plan_usedExactlyAtTheEndOfGrace_mayGo() {
    assertThat(names(expiring(0).grace(Duration.ofSeconds(5)), used("at", 5), used("in", 4)))
        .containsExactly("at");
  }

  @Test
  void plan_sizesBeyondAllNumbers_keepsTheBudget() {
    CollectionPolicy.Builder<Thing> policy =
        policy().budget(Budget.ofOnePriority("all", 1, thing -> true));

    assertThat(
            names(
                policy,
                new Thing("huge", Long.MAX_VALUE, 1),
                new Thing("too", Long.MAX_VALUE, 2),
                new Thing("negative", Long.MIN_VALUE, 3),
                new Thing("small", 1, 4)))
        .containsExactly("huge", "too");
  }

  @Test
  void plan_budgetWithPriorities_takesTheLowestFirst() {
    CollectionPolicy.Builder<Thing> policy =
        policy()
            .budget(
                new Budget<>(
                    "all", 1, thing -> true, thing -> thing.name().startsWith("a") ? 0 : 1));

    assertThat(names(policy, used("b1", 9), used("a1", 8), used("b2", 7), used("a2", 6)))
        .containsExactly("a1", "a2", "b1");
  }

  @Test
  void plan_dependantUsedLately_keepsItsParent() {
    Thing child = used("child", 1);
    Thing parent = used("parent", 100);
    CollectionPolicy.Builder<Thing> policy =
        expiring(10)
            .grace(Duration.ofSeconds(5))
            .dependants(thing -> thing.equals(parent) ? List.of(child) : List.of());

    assertThat(policy.build().plan(List.of(parent, child), PRESENT))
        .isEqualTo(new CollectionPlan<>(List.of(), new Retained(1, 0)));
  }

  @Test
  void plan_parentTooOld_dependantGoesFirstAndSaysWhy() {
    Thing child = used("child", 1);
    Thing parent = used("parent", 100);
    CollectionPolicy.Builder<Thing> policy =
        expiring(10).dependants(thing -> thing.equals(parent) ? List.of(child) : List.of());

    assertThat(policy.build().plan(List.of(parent, child), PRESENT).victims())
        .containsExactly(
            new Victim<>(child, new Reason.WithParent()),
            new Victim<>(parent, new Reason.Unused(Duration.ofSeconds(10))));
  }

  @Test
  void plan_pinned_isCountedAsKept() {
    CollectionPolicy.Builder<Thing> policy = expiring(10).pins(thing -> true);

    assertThat(policy.build().plan(List.of(used("needed", 100)), PRESENT).retained())
        .isEqualTo(new Retained(0, 1));
  }

  @Test
  void plan_anotherOrder_isRefused() {
    assertThatThrownBy(() -> names(expiring(10), used("new", 1), used("old", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("old");
  }
}
