package dev.cratehold.home.gc;

import static dev.cratehold.home.gc.TestHome.days;
import static dev.cratehold.home.gc.TestHome.src;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.config.CargoConfig;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.home.lock.CargoLocks;
import dev.cratehold.home.lock.LockAttempt;
import dev.cratehold.home.lock.LockMode;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoCollectionTest {
  @TempDir private Path scratch;
  private TestHome home;
  private AutoCollection auto;

  @BeforeEach
  void makeHome() throws IOException {
    home = new TestHome(scratch.resolve("home"));
    home.index(days(1)).used(src("a-1.0.0"), days(40));
    auto = new AutoCollection(home.home, Posix.system());
  }

  private AutoOutcome run(Instant now, Map<String, String> environment) throws IOException {
    return auto.run(
        CargoConfig.read(home.home, scratch, environment),
        CollectionOptions.builder().build(),
        now,
        HomeListener.NONE,
        () -> false);
  }

  @Test
  void run_firstTime_collectsAndTellsCargo() throws IOException {
    assertThat(run(TestHome.NOW, Map.of())).isInstanceOf(AutoOutcome.Ran.class);

    assertThat(home.has(src("a-1.0.0"))).isFalse();
    assertThat(auto.last()).contains(TestHome.NOW);
    assertThat(((LastUseState.Present) LastUseDatabase.read(home.home)).snapshot().lastAutoGc())
        .hasValue(TestHome.NOW.getEpochSecond());
  }

  @Test
  void run_withinTheFrequency_doesNothing() throws IOException {
    run(TestHome.NOW, Map.of());

    assertThat(run(TestHome.NOW.plus(Duration.ofHours(23)), Map.of()))
        .isEqualTo(new AutoOutcome.NotDue(Duration.ofHours(1)));
  }

  @Test
  void run_offline_doesNothing() throws IOException {
    assertThat(run(TestHome.NOW, Map.of("CARGO_NET_OFFLINE", "true")))
        .isEqualTo(new AutoOutcome.Offline());
    assertThat(home.has(src("a-1.0.0"))).isTrue();
  }

  @Test
  void run_frequencyNever_doesNothing() throws IOException {
    assertThat(run(TestHome.NOW, Map.of("CARGO_CACHE_AUTO_CLEAN_FREQUENCY", "never")))
        .isEqualTo(new AutoOutcome.SwitchedOff());
  }

  @Test
  void run_besideABuild_isBusyAndStaysDue() throws IOException {
    CargoLocks build = new CargoLocks(home.home, Posix.system(), lock -> {});
    LockAttempt held = build.acquire(LockMode.SHARED, new Patience.None());

    try (var _ = ((LockAttempt.Held) held).lock()) {
      assertThat(run(TestHome.NOW, Map.of()))
          .isInstanceOfSatisfying(
              AutoOutcome.Ran.class,
              ran -> assertThat(ran.report()).isInstanceOf(HomeReport.Busy.class));
    }
    assertThat(auto.last()).isEmpty();
  }
}
