package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The soak, for the seconds that the system property `soak.seconds` names; `acceptance/soak` runs
/// it for longer. `cratehold.seed` repeats the choices of an earlier one.
class SoakTest {
  private static final Duration DURATION = Duration.ofSeconds(Long.getLong("soak.seconds", 60));
  private static final long SEED = Long.getLong("cratehold.seed", System.nanoTime());

  @TempDir private Path scratch;

  @Test
  void soak_chaosUpstreamAndKills_harmNobodyAndLeakNothing() throws Exception {
    SoakReport report = Soak.run(scratch, DURATION, SEED);

    System.out.println(report.table());
    assertThat(report.failures()).as("fetches that failed").isEmpty();
    assertThat(report.fetches()).isGreaterThanOrEqualTo(Soak.CLIENTS);
    assertThat(report.kills()).isPositive();
    assertThat(report.verified()).as("store verify").allMatch(verified -> verified.exit() == 0);
    assertThat(report.growth()).as("what grew").isEmpty();
  }
}
