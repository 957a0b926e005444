package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 8, stress: no build ever fails beside a collection, for the seconds that the system
/// property `busyhome.seconds` names; `acceptance/busy-home` runs it for longer. `cratehold.seed`
/// repeats the choices of an earlier run.
class HomeAcceptance08BusyHomeTest {
  private static final Duration DURATION = Duration.ofSeconds(Long.getLong("busyhome.seconds", 60));

  private static final long SEED = Long.getLong("cratehold.seed", System.nanoTime());

  @TempDir private Path scratch;

  @Test
  void gc_besideEightBuildLoops_failsNoBuild() throws Exception {
    BusyHomeReport report = BusyHome.run(scratch, DURATION, SEED);

    System.out.println(report.table());
    assertThat(report.failures()).as("what failed").isEmpty();
    assertThat(report.collected())
        .as("collected")
        .isGreaterThanOrEqualTo(BusyHomeReport.LEAST_COLLECTED);
    assertThat(report.extractedAgain())
        .as("extracted again")
        .isGreaterThanOrEqualTo(BusyHomeReport.LEAST_EXTRACTED_AGAIN);
  }
}
