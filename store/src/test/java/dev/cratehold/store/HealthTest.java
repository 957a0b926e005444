package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.store.Health.Part;
import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private final FakeClock clock = new FakeClock();
  private final Health health = new Health(Path.of("data"), clock);
  private final GatheredLog log = new GatheredLog(Health.class);

  @BeforeEach
  void gather() {
    log.begin();
  }

  @AfterEach
  void letGo() {
    log.end();
  }

  private void fail(Part part) {
    health.watch(part).failed(new IOException("no space"));
  }

  @Test
  void failed_onePart_isAFailureUntilThatPartSucceeds() {
    fail(Part.DATABASE);
    health.watch(Part.FILES).succeeded();
    assertThat(health.failure()).contains("no space");

    health.watch(Part.DATABASE).succeeded();
    assertThat(health.failure()).isEmpty();
  }

  @Test
  void failed_forLackOfRoom_isNoFailure() {
    health.watch(Part.FILES).failed(new NoRoomException("full"));

    assertThat(health.failure()).isEmpty();
  }

  @Test
  void failed_manyTimes_isLoggedOnceAndSoIsItsEnd() {
    fail(Part.FILES);
    fail(Part.DATABASE);
    fail(Part.FILES);
    health.watch(Part.FILES).succeeded();
    health.watch(Part.DATABASE).succeeded();
    health.watch(Part.FILES).succeeded();

    assertThat(log.messages()).hasSize(2);
    assertThat(log.messages().getFirst()).contains("data", "no space");
    assertThat(log.messages().getLast()).contains("can be written again");
  }

  @Test
  void failed_inTurnWithSuccess_isLoggedOnceAMinute() {
    for (int i = 0; i < 100; i++) {
      fail(Part.DATABASE);
      health.watch(Part.DATABASE).succeeded();
    }
    assertThat(log.messages()).hasSize(2);

    clock.advance(Duration.ofMinutes(1));
    fail(Part.DATABASE);
    assertThat(log.messages()).hasSize(3);
  }
}
