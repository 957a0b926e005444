package dev.cratehold.home.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.layout.Stray;
import dev.cratehold.posix.Posix;
import dev.cratehold.testing.HomeParameters;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Collects from homes in which anything may be odd.
class HomeCollectorPropertiesTest {
  private static final int ROUNDS = 40;
  private static final Posix POSIX = Posix.system();

  @TempDir private Path scratch;

  @Test
  void collect_anyHome_keepsWhatMustStayAndLeavesNothingHalf() throws IOException {
    long first = System.nanoTime();
    for (long seed = first; seed < first + ROUNDS; seed++) {
      try {
        checkOne(seed);
      } catch (AssertionError | IOException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private void checkOne(long seed) throws IOException {
    SyntheticHome made =
        SyntheticHome.create(
            scratch.toRealPath().resolve("home" + seed), HomeParameters.random(seed));
    CargoHome home = new CargoHome(made.root());
    Instant now = Instant.ofEpochSecond(made.now());
    CollectionOptions options = options(new SplittableRandom(seed));
    HomeCollector collector = new HomeCollector(home, POSIX, lock -> {});
    List<Stray> strays = HomeListing.read(home, POSIX).strays();
    Map<ItemId, Long> before = uses(home);

    HomePlan plan = collector.plan(options, now, HomeListener.NONE);
    HomeReport report = collector.carryOut(plan, options, HomeListener.NONE, () -> false);

    assertThat(report)
        .isInstanceOfSatisfying(
            HomeReport.Carried.class,
            carried -> {
              assertThat(carried.end()).isEqualTo(HomeReport.End.COMPLETE);
              assertThat(carried.removed()).hasSize(plan.victims().size());
              assertThat(carried.warnings()).isEmpty();
            });
    assertThat(HomeListing.read(home, POSIX).strays()).isEqualTo(strays);
    checkKept(home, options, now, before);
    HomePlan again = collector.plan(options, now, HomeListener.NONE);
    assertThat(again.victims()).as("a second plan").isEmpty();
    // The row of a lost parent goes when its last child has gone, one collection later.
    assertThat(again.bookkeeping().ghosts()).as("ghosts").allMatch(id -> id.name().isEmpty());
  }

  private static CollectionOptions options(SplittableRandom random) {
    CollectionOptions.Builder options =
        CollectionOptions.builder().grace(Duration.ofHours(random.nextInt(100)));
    for (ItemKind kind : CollectionOptions.DEFAULT_AGES.keySet()) {
      if (random.nextInt(4) == 0) {
        options.age(kind, Duration.ofDays(random.nextInt(200)));
      }
    }
    for (SizeLimit limit : SizeLimit.values()) {
      if (random.nextInt(6) == 0) {
        options.size(limit, random.nextLong(100_000));
      }
    }
    return options.build();
  }

  private static Map<ItemId, Long> uses(CargoHome home) {
    return LastUseDatabase.read(home) instanceof LastUseState.Present(var snapshot)
        ? snapshot.rows().stream().collect(Collectors.toMap(LastUseRow::id, LastUseRow::timestamp))
        : Map.of();
  }

  /// What was used within the grace is where it was, unless it was not there before.
  private static void checkKept(
      CargoHome home, CollectionOptions options, Instant now, Map<ItemId, Long> before) {
    long grace = now.minus(options.grace()).getEpochSecond();
    Map<ItemId, Long> after = uses(home);
    before.forEach((id, time) -> {
      if (time > grace && after.containsKey(id)) {
        return;
      }
      assertThat(time <= grace || !Files.exists(home.resolve(id), LinkOption.NOFOLLOW_LINKS))
          .as("%s lost its row and not its files", id)
          .isTrue();
    });
  }
}
