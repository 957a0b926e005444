package dev.cratehold.acceptance;

import dev.cratehold.registry.Checksum;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCrate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Crates of which new versions are published all the time, so that there is always something that
/// no cache has. Safe for use by several threads.
final class SoakContent {
  private static final int CRATES = 40;
  private static final int SIZE = 150_000;

  private final FakeRegistry upstream;
  private final AtomicInteger published = new AtomicInteger();
  private final Map<String, Checksum> checksums = new ConcurrentHashMap<>();

  /// Publishes the first version of each.
  SoakContent(FakeRegistry upstream) {
    this.upstream = upstream;
    for (int i = 0; i < CRATES; i++) {
      publish();
    }
  }

  /// Publishes the next version of the next crate.
  void publish() {
    int number = published.getAndIncrement();
    String version = "1.%d.0".formatted(number / CRATES);
    TestCrate crate =
        CrateBuilder.crate("soak-" + number % CRATES, version).payload(SIZE, number).build();
    checksums.put(crate.name() + "-" + crate.version() + ".crate", crate.checksum());
    upstream.publish(crate);
  }

  /// How many versions were published.
  int published() {
    return published.get();
  }

  /// Some of the crates as a table of a `Cargo.toml`.
  String dependencies(SplittableRandom random) {
    int first = random.nextInt(CRATES);
    return IntStream.range(first, first + CRATES / 4)
        .mapToObj(i -> "soak-%d = \"1\"\n".formatted(i % CRATES))
        .collect(Collectors.joining("", "[dependencies]\n", ""));
  }

  /// The files of a client that are not as they were published.
  List<String> strangers(SortedMap<String, Checksum> downloads) {
    return downloads.entrySet().stream()
        .filter(file -> !file.getValue().equals(checksums.get(file.getKey())))
        .map(file -> "checksum error: " + file)
        .toList();
  }
}
