package dev.cratehold.acceptance;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheError;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.NotFoundException;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.index.IndexEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A process that tortures a cache as the drivers' `hammer` does, and with the same values: threads
/// put, get and remove a few keys that all processes share, and check what they read. Each thread
/// compacts a key of its own now and then, since lines that other processes add meanwhile could be
/// lost. It prints what the drivers print.
///
/// The metadata of an entry says who wrote it and how many before, so that a line that got lost is
/// noticed: `["java-1-0",17]`.
final class TorturingProcess {
  private static final int[] SIZES = {4096, 4096, 4096, 4096, 4096, 4096, 4096, 65_536, 65_536};
  private static final int LARGEST = 2_000_000;

  private final Cache cache;
  private final long deadline;
  private final int keys;
  private final String writer;
  private final SplittableRandom random;
  private final List<String> errors = new ArrayList<>();
  private long puts;
  private long hits;
  private long misses;
  private long removes;
  private long compactions;

  private TorturingProcess(
      Cache cache, long deadline, int keys, String writer, SplittableRandom random) {
    this.cache = cache;
    this.deadline = deadline;
    this.keys = keys;
    this.writer = writer;
    this.random = random;
  }

  /// Tortures.
  ///
  /// @param arguments the layout, the directory, and four numbers: milliseconds, keys, seed,
  ///   threads
  public static void main(String[] arguments) throws Exception {
    Cache cache = new OwnDriver(Layout.valueOf(arguments[0])).open(Path.of(arguments[1]));
    long deadline = System.nanoTime() + Duration.ofMillis(Long.parseLong(arguments[2])).toNanos();
    long seed = Long.parseLong(arguments[4]);
    List<TorturingProcess> loops = new ArrayList<>();
    for (int thread = 0; thread < Integer.parseInt(arguments[5]); thread++) {
      loops.add(
          new TorturingProcess(
              cache,
              deadline,
              Integer.parseInt(arguments[3]),
              writer(seed, thread),
              new SplittableRandom(1000 * seed + thread)));
    }
    run(loops);
    System.out.println(summary(loops));
  }

  /// The name of a thread, of which the process of each seed has some.
  static String writer(long seed, int thread) {
    return "java-" + seed + "-" + thread;
  }

  private static void run(List<TorturingProcess> loops)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(loops.size())) {
      List<Future<?>> running = new ArrayList<>();
      loops.forEach(loop -> running.add(threads.submit(loop::torture)));
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private static String summary(List<TorturingProcess> loops) {
    List<Json> errors =
        loops.stream().flatMap(l -> l.errors.stream()).<Json>map(Json.Text::new).toList();
    return "{\"puts\":%d,\"hits\":%d,\"misses\":%d,\"removes\":%d,\"errors\":%d,\"first_errors\":%s}"
        .formatted(
            loops.stream().mapToLong(l -> l.puts).sum(),
            loops.stream().mapToLong(l -> l.hits).sum(),
            loops.stream().mapToLong(l -> l.misses).sum(),
            loops.stream().mapToLong(l -> l.removes).sum(),
            errors.size(),
            new Json.Array(errors.stream().limit(5).toList()).text());
  }

  private void torture() {
    while (System.nanoTime() < deadline) {
      String key = "hammer-%04d".formatted(random.nextInt(keys));
      try {
        switch (random.nextInt(20)) {
          case 0, 1, 2, 3, 4, 5, 6 -> put(key);
          case 7 -> putAndCompact("of " + writer);
          case 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 -> get(key);
          default -> {
            cache.remove(key);
            removes++;
          }
        }
      } catch (IOException | RuntimeException e) {
        errors.add(key + ": " + e);
      }
    }
  }

  private void put(String key) throws IOException {
    cache.put(key, value(key), PutOptions.DEFAULT.withMetadata(metadata(puts)));
    puts++;
  }

  private String metadata(long number) {
    return "[\"%s\",%d]".formatted(writer, number);
  }

  private void putAndCompact(String key) throws IOException {
    String metadata = metadata(compactions++);
    cache.put(key, value(key), PutOptions.DEFAULT.withMetadata(metadata));
    cache.index().compact(key, (_, _) -> true);
    List<IndexEntry> history = cache.index().history(key);
    if (history.size() != 1 || !history.getFirst().metadata().orElse("").equals(metadata)) {
      errors.add("compacted to " + history + ", not " + metadata);
    }
  }

  private byte[] value(String key) {
    int dice = random.nextInt(100);
    int size = random.nextInt(dice < 98 ? SIZES[dice % SIZES.length] : LARGEST);
    byte[] header =
        "%s %s %d %d%n".formatted(key, writer, puts, size).getBytes(StandardCharsets.UTF_8);
    byte[] value = Arrays.copyOf(header, header.length + size);
    for (int i = 0; i < size; i++) {
      value[header.length + i] = (byte) (31L * i + puts);
    }
    return value;
  }

  private void get(String key) throws IOException {
    byte[] value;
    try {
      value = cache.get(key);
    } catch (NotFoundException e) {
      if (e.code() != CacheError.ENTRY_NOT_FOUND) {
        throw e;
      }
      misses++;
      return;
    }
    String wrong = wrong(key, value);
    if (wrong.isEmpty()) {
      hits++;
    } else {
      errors.add("get " + key + ": " + wrong);
    }
  }

  /// What is wrong with a value of a key; empty if nothing is.
  static String wrong(String key, byte[] value) {
    int end = 0;
    while (end < value.length && value[end] != '\n') {
      end++;
    }
    String header = new String(value, 0, end, StandardCharsets.UTF_8);
    List<String> words = List.of(header.split(" ", -1));
    int size = value.length - end - 1;
    if (words.size() != 4
        || !Objects.equals(words.getFirst(), key)
        || !Objects.equals(words.getLast(), Integer.toString(size))) {
      return "%d bytes after the header %s".formatted(size, header);
    }
    long number = Long.parseLong(words.get(2));
    for (int i = 0; i < size; i++) {
      if (value[end + 1 + i] != (byte) (31L * i + number)) {
        return "wrong byte at " + i;
      }
    }
    return "";
  }
}
