package dev.cratehold.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.retention.RandomInventory.Thing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CollectionPolicyPropertiesTest {
  private static final int ROUNDS = 2_000;

  private static void forAll(Consumer<RandomInventory> property) {
    long first = System.nanoTime();
    for (long seed = first; seed < first + ROUNDS; seed++) {
      try {
        property.accept(new RandomInventory(seed));
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static List<Thing> gone(RandomInventory inventory) {
    return inventory.plan().victims().stream().map(Victim::entry).toList();
  }

  private static long total(Budget<Thing> budget, List<Thing> things) {
    return things.stream().filter(budget.counts()).mapToLong(Thing::bytes).sum();
  }

  private static List<Thing> without(List<Thing> all, List<Thing> gone) {
    Set<Thing> set = new HashSet<>(gone);
    return all.stream().filter(thing -> !set.contains(thing)).toList();
  }

  @Test
  void plan_pinned_neverTaken() {
    forAll(inventory -> assertThat(gone(inventory)).noneMatch(Thing::pinned));
  }

  @Test
  void plan_withinGrace_neverTaken() {
    forAll(inventory -> assertThat(gone(inventory)).noneMatch(inventory::withinGrace));
  }

  @Test
  void plan_victim_takesItsDependantsBeforeItself() {
    forAll(inventory -> {
      List<Thing> gone = gone(inventory);
      for (Thing victim : gone) {
        List<Thing> earlier = gone.subList(0, gone.indexOf(victim));
        assertThat(earlier).containsAll(inventory.dependants(victim));
      }
    });
  }

  @Test
  void plan_victims_eachOnce() {
    forAll(inventory -> assertThat(gone(inventory)).doesNotHaveDuplicates());
  }

  @Test
  void plan_tooOldAndFree_taken() {
    forAll(inventory ->
        assertThat(gone(inventory))
            .containsAll(
                inventory.things.stream()
                    .filter(thing -> inventory.tooOld(thing) && inventory.mayGo(thing))
                    .toList()));
  }

  @Test
  void plan_budget_metOrNothingLeftThatMayGo() {
    forAll(inventory -> {
      List<Thing> left = without(inventory.things, gone(inventory));
      for (Budget<Thing> budget : inventory.budgets) {
        if (total(budget, left) > budget.limit()) {
          assertThat(left.stream().filter(budget.counts()))
              .as(budget.name())
              .noneMatch(inventory::mayGo);
        }
      }
    });
  }

  @Test
  void plan_lastVictimOfABudget_leftOutWouldBreakIt() {
    forAll(inventory -> {
      Budget<Thing> budget = inventory.budgets.getFirst();
      CollectionPlan<Thing> plan =
          inventory.policy(List.of(budget)).plan(inventory.things, RandomInventory.NOW);
      List<Victim<Thing>> victims = plan.victims();
      if (victims.isEmpty() || !(victims.getLast().reason() instanceof Reason.OverBudget)) {
        return;
      }
      List<Thing> but = victims.stream().map(Victim::entry).toList();
      Thing last = but.getLast();
      but = without(but, inventory.unit(last));
      assertThat(total(budget, without(inventory.things, but))).isGreaterThan(budget.limit());
    });
  }

  @Test
  void plan_budget_takesNothingWhileSomethingEarlierInItsOrderStays() {
    forAll(inventory -> {
      Budget<Thing> budget = inventory.budgets.getFirst();
      List<Victim<Thing>> victims =
          inventory.policy(List.of(budget)).plan(inventory.things, RandomInventory.NOW).victims();
      List<Thing> order = inOrder(budget, inventory);
      List<Thing> gone = victims.stream().map(Victim::entry).toList();
      victims.stream()
          .filter(victim -> victim.reason() instanceof Reason.OverBudget)
          .map(victim -> order.subList(0, order.indexOf(victim.entry())))
          .forEach(earlier -> assertThat(without(earlier, gone)).noneMatch(inventory::mayGo));
    });
  }

  private static List<Thing> inOrder(Budget<Thing> budget, RandomInventory inventory) {
    List<Thing> order = new ArrayList<>(inventory.things.stream().filter(budget.counts()).toList());
    order.sort((a, b) -> budget.priority().applyAsInt(a) - budget.priority().applyAsInt(b));
    return order;
  }

  @Test
  void plan_twice_same() {
    forAll(inventory -> assertThat(inventory.plan()).isEqualTo(inventory.plan()));
  }

  @Test
  void plan_afterThePlan_nothingMore() {
    forAll(inventory -> {
      List<Thing> left = without(inventory.things, gone(inventory));
      assertThat(inventory.policy().plan(left, RandomInventory.NOW).victims()).isEmpty();
    });
  }

  @Test
  void plan_retained_isWhatRulesWantedAndMayNotGo() {
    forAll(inventory -> {
      CollectionPlan<Thing> plan =
          inventory.policy(List.of()).plan(inventory.things, RandomInventory.NOW);
      long wanted =
          inventory.things.stream()
              .filter(thing -> inventory.tooOld(thing) && !inventory.mayGo(thing))
              .count();
      assertThat(plan.retained().byGrace() + plan.retained().byPin()).isEqualTo(wanted);
    });
  }
}
