package dev.cratehold.acceptance;

import dev.cratehold.acceptance.CacheOperation.Options;
import dev.cratehold.acceptance.CacheOperation.Put;
import dev.cratehold.acceptance.CacheOperation.Remove;
import dev.cratehold.acceptance.CacheOperation.Way;
import dev.cratehold.cas.index.LineFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/// All that was ever done to a made-up cache, from a seed: keys and metadata of every kind, values
/// of up to 5 MB, most of them small and some of them alike, every tenth key removed in the end and
/// every tenth overwritten up to 50 times, everything in an order without order.
///
/// It holds only what the programs of one form of the index can say: Rust has no surrogates without
/// their other half, JavaScript has no integers beyond 2^53 and no `xxh3`.
final class CacheHistory implements Iterable<CacheOperation> {
  private static final int MIB = 1 << 20;
  private static final int LARGEST = 5_000_000;
  private static final List<Integer> EDGES = List.of(0, 1, 2, 4096, MIB - 1, MIB, MIB + 1);
  private static final List<Way> WAYS = List.of(Way.values());
  private static final List<String> RUST_ALGORITHMS =
      List.of("sha256", "sha256", "sha256", "sha512", "sha384", "sha1", "xxh3");
  private static final List<String> NPM_ALGORITHMS =
      List.of("sha512", "sha512", "sha512", "sha256", "sha384", "sha1");

  private final LineFormat format;
  private final long seed;
  private final List<String> keys;
  private final List<Life> lives = new ArrayList<>();

  /// What happens to a key.
  ///
  /// @param puts how often it is stored, at least once
  /// @param isRevived whether it is removed before it is stored for the last time
  /// @param isRemoved whether it is removed in the end
  private record Life(int puts, boolean isRevived, boolean isRemoved) {
    static Life random(SplittableRandom random) {
      int puts = random.nextInt(10) == 0 ? 1 + random.nextInt(1, 51) : 1;
      return new Life(puts, random.nextInt(50) == 0, random.nextInt(10) == 0);
    }

    int operations() {
      return puts + (isRevived ? 1 : 0) + (isRemoved ? 1 : 0);
    }

    boolean isLastPut(int operation) {
      return operation == operations() - (isRemoved ? 2 : 1);
    }

    boolean removes(int operation) {
      return (isRemoved && operation == operations() - 1)
          || (isRevived && isLastPut(operation + 1));
    }
  }

  /// A history of this many keys.
  CacheHistory(LineFormat format, long seed, int keys) {
    this.format = format;
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    this.keys = new CacheTexts(format, random).keys(keys);
    this.keys.forEach(_ -> lives.add(Life.random(random)));
  }

  /// What is done, from first to last; the same at every call.
  @Override
  public Iterator<CacheOperation> iterator() {
    List<Integer> order = new ArrayList<>();
    for (int key = 0; key < keys.size(); key++) {
      order.addAll(Collections.nCopies(lives.get(key).operations(), key));
    }
    Collections.shuffle(order, new Random(seed));
    Map<Integer, Integer> done = new HashMap<>();
    return order.stream()
        .map(key -> operation(key, done.merge(key, 1, Integer::sum) - 1))
        .iterator();
  }

  /// Writes a script for the drivers.
  ///
  /// @param script becomes a new file
  void write(Path script) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(script)) {
      for (CacheOperation operation : this) {
        out.write(operation.line());
        out.newLine();
      }
    }
  }

  private CacheOperation operation(int key, int number) {
    Life life = lives.get(key);
    if (life.removes(number)) {
      return new Remove(keys.get(key));
    }
    SplittableRandom random = new SplittableRandom(seed + key * 1_000_003L + number);
    CacheValue value =
        random.nextInt(10) == 0
            ? new CacheValue(random.nextInt(20), 1000)
            : new CacheValue(
                random.nextLong(), life.isLastPut(number) ? size(random) : random.nextInt(1000));
    return new Put(keys.get(key), value, options(random, value));
  }

  private static int size(SplittableRandom random) {
    int dice = random.nextInt(100);
    if (dice < 10) {
      return EDGES.get(random.nextInt(EDGES.size()));
    }
    int bound = dice < 80 ? 1000 : dice < 95 ? 20_000 : dice < 99 ? 300_000 : LARGEST;
    return random.nextInt(bound + 1);
  }

  private Options options(SplittableRandom random, CacheValue value) {
    List<String> algorithms =
        switch (format) {
          case RUST -> RUST_ALGORITHMS;
          case NPM -> NPM_ALGORITHMS;
        };
    String algorithm = algorithms.get(random.nextInt(algorithms.size()));
    if (random.nextInt(5) == 0) {
      return new Options.Plain(algorithm);
    }
    // Neither program takes nothing in pieces, and the crate refuses a declared size of 0.
    Way way = value.length() == 0 ? Way.WHOLE : WAYS.get(random.nextInt(WAYS.size()));
    CacheTexts texts = new CacheTexts(format, random);
    Json metadata = random.nextInt(4) == 0 ? Json.none() : texts.json();
    long time = random.nextLong(1, 2_000_000_000_000L);
    return new Options.Detailed(algorithm, time, metadata, rawMetadata(random), way);
  }

  private Json rawMetadata(SplittableRandom random) {
    if (format == LineFormat.NPM || random.nextInt(3) > 0) {
      return Json.none();
    }
    List<Json> bytes = new ArrayList<>();
    random.ints(random.nextInt(20), 0, 256).forEach(b -> bytes.add(Json.Decimal.of(b)));
    return new Json.Array(bytes);
  }
}
