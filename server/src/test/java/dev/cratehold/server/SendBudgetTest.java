package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.server.SendBudget.Reservation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SendBudgetTest {
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofMinutes(10);

  private static SendBudget budget(Duration patience) {
    return new SendBudget(100, 150, patience);
  }

  @Test
  void reserve_beyondTheConnectionsShare_failsAfterTheLimitAndTakesNothing() throws Exception {
    SendBudget budget = budget(SHORT);
    SendBudget.Account account = budget.account();
    Reservation first = account.reserve(60);
    assertThatThrownBy(() -> account.reserve(41)).isInstanceOf(SendBudget.ExhaustedException.class);
    assertThat(account.tryReserve(41)).isEmpty();
    assertThat(budget.taken()).isEqualTo(60);
    first.release();
    account.reserve(100).release();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void reserve_beyondTheTotal_failsAndGivesTheConnectionsShareBack() throws Exception {
    SendBudget budget = budget(SHORT);
    Reservation others = budget.account().reserve(100);
    SendBudget.Account account = budget.account();
    assertThatThrownBy(() -> account.reserve(60)).isInstanceOf(SendBudget.ExhaustedException.class);
    assertThat(account.tryReserve(60)).isEmpty();
    others.release();
    account.reserve(100).release();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void reserve_whileThereIsNoRoom_waitsForIt() throws Exception {
    SendBudget budget = budget(LONG);
    SendBudget.Account account = budget.account();
    Reservation first = account.reserve(100);
    CompletableFuture<Reservation> second = new CompletableFuture<>();
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                second.complete(account.reserve(50));
              } catch (java.io.IOException e) {
                second.completeExceptionally(e);
              }
            });
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(second).isNotDone();
    first.release();
    second.get(20, TimeUnit.SECONDS).release();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void reserve_moreThanTheConnectionsShare_takesAllOfIt() throws Exception {
    SendBudget budget = budget(SHORT);
    Reservation large = budget.account().reserve(1L << 40);
    assertThat(budget.taken()).isEqualTo(100);
    large.release();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void release_twice_givesBackOnce() throws Exception {
    SendBudget budget = budget(SHORT);
    SendBudget.Account account = budget.account();
    Reservation kept = account.reserve(10);
    Reservation twice = account.reserve(20);
    twice.release();
    twice.release();
    assertThat(budget.taken()).isEqualTo(10);
    kept.release();
  }

  @Test
  void close_givesEverythingBackAndKeepsNothingThatIsTakenLater() throws Exception {
    SendBudget budget = budget(SHORT);
    SendBudget.Account account = budget.account();
    Reservation first = account.reserve(60);
    account.tryReserve(40);
    account.close();
    assertThat(budget.taken()).isZero();
    first.release();
    account.reserve(70);
    assertThat(budget.taken()).isZero();
  }

  @Test
  void stalled_nothingTaken_isZero() throws Exception {
    SendBudget.Account account = budget(SHORT).account();
    assertThat(account.stalled()).isZero();
    Reservation one = account.reserve(1);
    assertThat(account.stalled()).isPositive();
    one.release();
    assertThat(account.stalled()).isZero();
  }
}
