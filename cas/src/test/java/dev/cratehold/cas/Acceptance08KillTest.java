package dev.cratehold.cas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Test 8, with real processes: a writer is killed at random moments; the next one goes on where it
/// was.
final class Acceptance08KillTest {
  private static final long SEED = Long.getLong("cas.seed", System.nanoTime());

  /// Of each of two caches: starting a process takes longer than all that it does.
  private static final int KILLS = Integer.getInteger("cas.kills", 6);

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({"RUST, NONE", "DUAL, FULL"})
  void kill_whileWriting_losesNothingThatWasReported(Layout layout, Durability durability)
      throws IOException {
    System.out.printf("%s, %s: -Dcas.seed=%d%n", layout, durability, SEED);
    Random random = new Random(SEED);
    Path root = temporary.resolve("cache");
    Promises promises = new Promises(root);
    CacheOptions options =
        CacheOptions.DEFAULT
            .withLayout(layout)
            .withDurability(durability)
            .withClock(new TickingClock());
    int done = 0;
    for (int i = 0; i < KILLS; i++) {
      Process process = KilledWriter.start(root, layout, durability, random.nextLong());
      List<KilledWriter.Change> changes =
          KilledWriter.killAfter(process, 1 + random.nextInt(40), random.nextInt(2_000_000));
      done += changes.size();
      changes.forEach(change -> promise(promises, change));
      promises.checkReopened("kill " + i + " of -Dcas.seed=" + SEED, Cache.in(root, options));
    }
    System.out.printf("%s, %s: %d kills in %d changes%n", layout, durability, KILLS, done);
    assertThat(done).isGreaterThan(KILLS);
  }

  private static void promise(Promises promises, KilledWriter.Change change) {
    for (String key : change.keys()) {
      Promises.Operation operation = change.isDone() ? () -> {} : Promises::fail;
      if (key.equals("none")) {
        promises.change(operation);
      } else if (change.number() < 0) {
        promises.remove(key, operation);
      } else {
        promises.put(key, KilledWriter.bytes(change.number()), operation);
      }
    }
  }
}
