package dev.cratehold.cas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.content.Trees;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Test 8, in one process: the disk fails at each operation of each script in turn, once for that
/// operation alone and once for good, as when the process is killed there. The cache that is opened
/// then has lost nothing that was promised, and nothing in it is corrupt.
final class Acceptance08KillPointsTest {
  /// Each layout with each durability and both ways to fail, which takes minutes.
  private static final boolean ALL = Boolean.getBoolean("cas.kill.all");

  private static final int LEAST_POINTS = 450;
  private static final int MOST_STEPS = 200;
  private static final byte[] OLD = bytes(1, 3000);
  private static final byte[] NEW = bytes(2, 20_000);
  private static final byte[] SHARED = bytes(3, 70_000);
  private static final AtomicInteger POINTS = new AtomicInteger();

  @TempDir Path temporary;

  private final FaultyFileSystem disk = FaultyFileSystem.create();

  private static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// What is done while the disk may fail. All of it is written down in the promises.
  @FunctionalInterface
  private interface Script {
    void run(Cache cache, Promises promises) throws IOException;
  }

  private static List<Script> scripts() {
    return List.of(
        Acceptance08KillPointsTest::puts,
        Acceptance08KillPointsTest::heals,
        Acceptance08KillPointsTest::writesByStream,
        Acceptance08KillPointsTest::writesByBatch,
        Acceptance08KillPointsTest::removes,
        Acceptance08KillPointsTest::links,
        Acceptance08KillPointsTest::compacts,
        Acceptance08KillPointsTest::collects);
  }

  private static void puts(Cache cache, Promises promises) throws IOException {
    promises.put("new", NEW, () -> cache.put("new", NEW));
    promises.put("first", SHARED, () -> cache.put("first", SHARED));
    PutOptions several =
        PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.SHA1, HashAlgorithm.SHA512);
    promises.put("several", OLD, () -> cache.put("several", OLD, several));
  }

  /// The content of a key is damaged, and stored again.
  private static void heals(Cache cache, Promises promises) throws IOException {
    promises.damage("damaged", cache.blob("damaged").path());
    promises.put("damaged", SHARED, () -> cache.put("damaged", SHARED));
    promises.check(cache);
    promises.damage("second", cache.blob("second").path());
    promises.quarantine("second", () -> cache.get("second"));
    promises.put("second", OLD, () -> cache.put("second", OLD));
  }

  private static void writesByStream(Cache cache, Promises promises) throws IOException {
    promises.put(
        "first",
        NEW,
        () -> {
          try (CacheWriter writer = cache.writer("first", PutOptions.DEFAULT)) {
            writer.write(NEW, 0, 100);
            writer.write(NEW, 100, NEW.length - 100);
            writer.commit();
          }
        });
    try (CacheWriter abandoned = cache.writer("new", PutOptions.DEFAULT)) {
      abandoned.write(OLD);
    } catch (IOException e) {
      promises.isFault(e);
    }
  }

  private static void writesByBatch(Cache cache, Promises promises) throws IOException {
    promises.put(
        List.of("first", "new", "newer"),
        NEW,
        () -> {
          try (CacheBatch batch = cache.batch()) {
            batch.put("first", NEW, PutOptions.DEFAULT);
            batch.put("new", NEW, PutOptions.DEFAULT);
            batch.put("newer", NEW, PutOptions.DEFAULT);
            batch.commit();
          }
        });
  }

  private static void removes(Cache cache, Promises promises) throws IOException {
    promises.remove("first", () -> cache.remove("first"));
    promises.remove("second", () -> cache.remove("second", Removal.HISTORY));
    promises.remove("damaged", () -> cache.remove("damaged", Removal.CONTENT));
    promises.remove("sharing", () -> cache.remove("sharing", Removal.CONTENT));
    promises.put("first", NEW, () -> cache.put("first", NEW));
  }

  private static void links(Cache cache, Promises promises) throws IOException {
    Path target = cache.root().resolveSibling("linked");
    promises.put("new", NEW, () -> cache.link("new", target, PutOptions.DEFAULT));
    promises.put("first", NEW, () -> cache.put("first", NEW));
  }

  private static void compacts(Cache cache, Promises promises) throws IOException {
    promises.change(() -> cache.index().compact("first", (_, _) -> true));
    promises.change(() -> cache.index().compact("removed", (_, _) -> true));
    promises.put("first", NEW, () -> cache.put("first", NEW));
  }

  private static void collects(Cache cache, Promises promises) throws IOException {
    promises.damage("damaged", cache.blob("damaged").path());
    promises.lose("damaged", () -> cache.collect(rightNow()));
    promises.change(() -> cache.collect(rightNow()));
    promises.put("first", NEW, () -> cache.put("first", NEW));
  }

  private static CollectOptions rightNow() {
    return CollectOptions.DEFAULT.withGrace(Duration.ZERO);
  }

  /// What there is before a script runs.
  private static void prepare(Cache cache, Promises promises) throws IOException {
    Files.createDirectories(cache.root());
    Files.write(cache.root().resolveSibling("linked"), NEW);
    for (int i = 0; i < 3; i++) {
      byte[] earlier = ("earlier " + i).getBytes(UTF_8);
      promises.put("first", earlier, () -> cache.put("first", earlier));
    }
    promises.put("first", OLD, () -> cache.put("first", OLD));
    promises.put("second", OLD, () -> cache.put("second", OLD));
    promises.put("sharing", OLD, () -> cache.put("sharing", OLD));
    promises.put("damaged", SHARED, () -> cache.put("damaged", SHARED));
    promises.put("removed", OLD, () -> cache.put("removed", OLD));
    promises.remove("removed", () -> cache.remove("removed"));
  }

  /// How the disk fails at its n-th operation.
  @FunctionalInterface
  private interface Failing {
    void at(long n);
  }

  @ParameterizedTest
  @CsvSource({
    "RUST, NONE, false, true",
    "RUST, FULL, false, false",
    "NPM, NONE, false, false",
    "NPM, FULL, false, false",
    "DUAL, NONE, false, false",
    "DUAL, FULL, true, false"
  })
  void kill_atEachOperationOfEachScript_losesNothingPromised(
      Layout layout, Durability durability, boolean dies, boolean recovers) throws IOException {
    CacheOptions options =
        CacheOptions.DEFAULT
            .withLayout(layout)
            .withDurability(durability)
            .withClock(new TickingClock());
    for (Script script : scripts()) {
      if (dies || ALL) {
        atEachOperation(disk::failFrom, options, script);
      }
      if (recovers || ALL) {
        atEachOperation(disk::failAt, options, script);
      }
    }
  }

  private void atEachOperation(Failing failing, CacheOptions options, Script script)
      throws IOException {
    for (int n = 1; n <= MOST_STEPS; n++) {
      Path place = Files.createTempDirectory(temporary, "cache-");
      Path root = place.resolve("cache");
      Promises promises = new Promises(root);
      disk.heal();
      prepare(Cache.in(root, options.withDurability(Durability.NONE)), promises);
      failing.at(n);
      script.run(Cache.in(disk.path(root), options), promises);
      boolean isStruck = disk.lastFault().isPresent();
      String where = options.layout() + ", " + disk.lastFault();
      disk.heal();
      promises.checkReopened(where, Cache.in(root, options));
      delete(place);
      if (!isStruck) {
        return;
      }
      POINTS.incrementAndGet();
    }
    throw new IllegalStateException("still failing after " + MOST_STEPS);
  }

  private static void delete(Path tree) throws IOException {
    Trees.delete(tree);
  }

  @AfterAll
  static void kill_inAllScripts_wasAtEnoughPoints() {
    System.out.printf("killed at %d points%n", POINTS.get());
    assertThat(POINTS).hasValueGreaterThanOrEqualTo(LEAST_POINTS);
  }
}
