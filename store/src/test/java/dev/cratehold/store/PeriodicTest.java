package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PeriodicTest {
  private final FakeClock clock = new FakeClock();

  private Periodic periodic(Duration interval, Periodic.Task task) {
    return new Periodic("test", interval, "the task failed", clock, task);
  }

  @Test
  void run_anyFailure_isLoggedOnceAMinuteAndTheNextRunComes() throws Exception {
    CountDownLatch runs = new CountDownLatch(6);
    GatheredLog log = new GatheredLog(Periodic.class);
    log.begin();
    try (Periodic _ = periodic(Duration.ofMillis(1), () -> fail(runs))) {
      runs.await();
    } finally {
      log.end();
    }

    assertThat(log.messages()).singleElement().asString().startsWith("the task failed");
  }

  private static void fail(CountDownLatch runs) throws IOException {
    runs.countDown();
    switch ((int) runs.getCount() % 3) {
      case 0 -> throw new IOException("the disk fails");
      case 1 -> throw new IllegalStateException("a defect");
      default -> throw new StackOverflowError();
    }
  }

  @Test
  void close_beforeTheFirstRun_endsWithoutOne() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    Periodic periodic = periodic(Duration.ofDays(1), runs::incrementAndGet);

    periodic.close();
    periodic.close();

    assertThat(runs).hasValue(0);
  }
}
