package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.index.IndexEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 7, torture: four processes of Java and four of another program put, get and remove the same
/// 50 keys in one directory, for the seconds that the system property `torture.seconds` names. No
/// one reads anything wrong, no line of ours is lost, and nothing is left over.
class CacheAcceptance07TortureTest {
  private static final Duration DURATION = Duration.ofSeconds(Long.getLong("torture.seconds", 15));
  private static final long SEED = Long.getLong("cratehold.seed", System.nanoTime() % 1_000_000);
  private static final int PROCESSES = 4;
  private static final int THREADS = 2;
  private static final int KEYS = 50;
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  @TempDir private Path scratch;

  @Test
  void putGetRemove_besideNpm_isRightForAll() throws Exception {
    assertTortured(Layout.NPM, List.of(CacheDriver.npm20(), CacheDriver.npm21()));
  }

  @Test
  void putGetRemove_besideRust_isRightForAll() throws Exception {
    assertTortured(Layout.RUST, List.of(CacheDriver.rust()));
  }

  private void assertTortured(Layout layout, List<CacheDriver> others) throws Exception {
    Path root = scratch.resolve("cache");
    List<Hammering.Counts> counts = torture(root, layout, others);

    counts.forEach(System.out::println);
    for (Hammering.Counts each : counts) {
      assertThat(each.errors()).as("seed %d: %s", SEED, each).isZero();
      assertThat(each.puts()).isPositive();
      assertThat(each.hits()).isPositive();
    }
    Cache cache = new OwnDriver(layout).open(root);
    assertNoLineIsLost(cache, counts.subList(0, PROCESSES));
    assertAllIsReadable(cache, others.getFirst());
    try (Stream<Path> left = Files.list(root.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  private List<Hammering.Counts> torture(Path root, Layout layout, List<CacheDriver> others)
      throws Exception {
    System.out.printf("torture of %s: -Dcratehold.seed=%d%n", layout, SEED);
    List<Future<Hammering.Counts>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2 * PROCESSES)) {
      for (int i = 0; i < PROCESSES; i++) {
        long seed = SEED + i;
        running.add(threads.submit(() -> torture(root, layout, seed)));
      }
      for (int i = 0; i < PROCESSES; i++) {
        CacheDriver other = others.get(i % others.size());
        Hammering hammering = new Hammering(DURATION, KEYS, SEED + PROCESSES + i, THREADS);
        running.add(threads.submit(() -> other.hammer(root, hammering)));
      }
    }
    return running.stream().map(Future::resultNow).toList();
  }

  /// Runs a process of Java.
  private Hammering.Counts torture(Path root, Layout layout, long seed) throws Exception {
    Path printed = scratch.resolve("printed-" + seed);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            TorturingProcess.class.getName(),
            layout.name(),
            root.toString(),
            Long.toString(DURATION.toMillis()),
            Integer.toString(KEYS),
            Long.toString(seed),
            Integer.toString(THREADS));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      if (!process.waitFor(DURATION.plus(START_LIMIT)) || process.exitValue() != 0) {
        throw new AssertionError("a process of Java failed: " + Files.readString(printed));
      }
    } finally {
      process.destroyForcibly();
    }
    return Hammering.Counts.parse(Files.readAllLines(printed).getLast());
  }

  /// Every line that our processes added to the shared keys is there: each of them is different,
  /// and their writers counted them.
  private static void assertNoLineIsLost(Cache cache, List<Hammering.Counts> own)
      throws IOException {
    Set<String> said = new HashSet<>();
    for (String key : keys().toList()) {
      cache.index().history(key).stream()
          .map(IndexEntry::metadata)
          .flatMap(Optional::stream)
          .forEach(said::add);
    }
    assertThat(said).hasSize((int) own.stream().mapToLong(Hammering.Counts::puts).sum());
  }

  private static void assertAllIsReadable(Cache cache, CacheDriver other) throws Exception {
    for (String key : keys().toList()) {
      List<IndexEntry> history = cache.index().history(key);
      boolean isThere = !history.isEmpty() && !history.getFirst().isRemoval();
      assertThat(cache.find(key).isPresent()).as(key).isEqualTo(isThere);
      if (isThere) {
        assertThat(TorturingProcess.wrong(key, cache.get(key))).as(key).isEmpty();
      }
    }
    assertThat(new OwnDriver(cache.options().layout()).dump(cache.root()))
        .isEqualTo(other.dump(cache.root()));
  }

  private static Stream<String> keys() {
    return IntStream.range(0, KEYS).mapToObj("hammer-%04d"::formatted);
  }
}
