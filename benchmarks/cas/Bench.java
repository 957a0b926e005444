import dev.cratehold.cas.BlobReader;
import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheOptions;
import dev.cratehold.cas.CacheWriter;
import dev.cratehold.cas.Durability;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// The workloads of WORKLOADS.md on the blocking API of `cas`:
/// `java -cp … [-Dwarm-up=S] Bench bench WORKLOAD DIR --seconds S [--durability none|data|full]`.
///
/// The warm-up runs the whole workload in a directory beside, again and again for so many seconds,
/// before it counts: what a process that runs for long has.
public final class Bench {
  private static final byte[] HELLO = "hello world".getBytes();
  private static final int KIB10 = 10 * 1024;
  private static final int MIB5 = 5 << 20;
  private static final int MIB64 = 64 << 20;
  private static final int CHUNK = 64 * 1024;
  private static final int ENTRIES = 10_000;
  private static final int LISTED = 100_000;
  private static final PutOptions SHA256 =
      PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.SHA256);
  private static final PutOptions XXH3 = PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.XXH3);

  /// One operation of a workload.
  private interface Operation {
    void run(long item) throws Exception;
  }

  private record Samples(long[] nanos, long wall, long cpu, long bytesPerOperation) {}

  private final Path dir;
  private final long limit;
  private final Cache cache;

  private Bench(Path dir, double seconds, Durability durability) {
    this.dir = dir;
    this.limit = (long) (seconds * 1e9);
    this.cache = Cache.in(dir, CacheOptions.DEFAULT.withDurability(durability));
  }

  public static void main(String[] words) throws Exception {
    String workload = words[1];
    double seconds = 1;
    double warmUp = Double.parseDouble(System.getProperty("warm-up", "0"));
    Durability durability = Durability.NONE;
    for (int i = 3; i + 1 < words.length; i += 2) {
      switch (words[i]) {
        case "--seconds" -> seconds = Double.parseDouble(words[i + 1]);
        case "--durability" ->
            durability = Durability.valueOf(words[i + 1].toUpperCase(Locale.ROOT));
        default -> throw new IllegalArgumentException("no such option: " + words[i]);
      }
    }
    warmUp(workload, Path.of(words[2] + ".warm-up"), warmUp, durability);
    Samples samples = new Bench(Path.of(words[2]), seconds, durability).run(workload);
    if (samples == null) {
      System.out.printf(
          "{\"impl\":\"cratehold\",\"workload\":\"%s\",\"skipped\":\"unknown workload\"}%n", workload);
    } else {
      print(workload, samples);
    }
  }

  private static void warmUp(String workload, Path dir, double seconds, Durability durability)
      throws Exception {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      Bench bench = new Bench(dir, 1, durability);
      bench.run(workload);
      bench.cache.clear();
      Files.deleteIfExists(Path.of(dir + ".ready"));
    }
    if (Files.exists(dir)) {
      try (Stream<Path> left = Files.walk(dir)) {
        for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Samples run(String workload) throws Exception {
    return switch (workload) {
      case "get_hash_11B" -> getHash(HELLO, SHA256);
      case "get_hash_11B_xxh3" -> getHash(HELLO, XXH3);
      case "get_hash_many_10x11B" -> getHashMany();
      case "get_key_11B" -> getKey();
      case "get_hash_5MiB" -> getHash(block(0, MIB5), SHA256);
      case "get_hash_5MiB_xxh3" -> getHash(block(0, MIB5), XXH3);
      case "put_hash_11B" -> putHash(SHA256);
      case "put_hash_11B_xxh3" -> putHash(XXH3);
      case "put_key_11B" -> timed(11, 20_000, i -> cache.put(key(i), small(i)));
      case "put_5MiB" -> put5MiB();
      case "put_10KB_x10k" -> measure(KIB10, ENTRIES, Long.MAX_VALUE, filling());
      case "get_10KB_random" -> get10Kb();
      case "stream_write_64MiB" -> streamWrite();
      case "stream_read_64MiB" -> streamRead();
      case "find_key_1e5_revisions" -> findRevisions();
      case "ls_100k" -> list();
      case "rm_key" -> remove();
      case "mixed_8t" -> mixed();
      case "verify_10k_x_10KB" -> verify();
      case "cold_start_put" -> measure(11, 1, 0, _ -> cache.put("cold", HELLO));
      case "cold_start_get" ->
          measure(11, 1, 0, _ -> require(Arrays.equals(cache.get("cold"), HELLO)));
      default -> null;
    };
  }

  private Samples getHash(byte[] value, PutOptions options) throws Exception {
    Integrity integrity = cache.put(value, options);
    return timed(
        value.length,
        Long.MAX_VALUE,
        _ -> require(cache.get(integrity).length == value.length));
  }

  private Samples getHashMany() throws Exception {
    List<Integrity> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(cache.put(small(i), SHA256));
    }
    return timed(
        110,
        Long.MAX_VALUE,
        _ -> {
          for (Integrity integrity : all) {
            require(cache.get(integrity).length == 11);
          }
        });
  }

  private Samples getKey() throws Exception {
    cache.put("hello", HELLO);
    return timed(11, Long.MAX_VALUE, _ -> require(cache.get("hello").length == 11));
  }

  private Samples get10Kb() throws Exception {
    prepare(this::fill);
    SplitMix random = new SplitMix(42);
    return timed(
        KIB10,
        Long.MAX_VALUE,
        _ -> require(cache.get(key(random.below(ENTRIES))).length == KIB10));
  }

  private Samples streamRead() throws Exception {
    prepare(() -> writeStream("stream", block(0, CHUNK), 0));
    byte[] buffer = new byte[CHUNK];
    return timed(
        MIB64,
        Long.MAX_VALUE,
        _ -> {
          try (BlobReader reader = cache.blob("stream").stream()) {
            long total = 0;
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
              total += read;
            }
            require(total == MIB64);
          }
        });
  }

  private Samples putHash(PutOptions options) throws Exception {
    return timed(11, 20_000, i -> cache.put(small(i), options));
  }

  private Samples put5MiB() throws Exception {
    byte[] value = block(0, MIB5);
    return timed(
        MIB5,
        100,
        i -> {
          renumber(value, i);
          cache.put(key(i), value);
        });
  }

  private Operation filling() {
    byte[] value = block(0, KIB10);
    return i -> {
      renumber(value, i);
      cache.put(key(i), value);
    };
  }

  private void fill() throws Exception {
    Operation filling = filling();
    for (int i = 0; i < ENTRIES; i++) {
      filling.run(i);
    }
  }

  private Samples streamWrite() throws Exception {
    byte[] chunk = block(0, CHUNK);
    return timed(MIB64, 10, i -> writeStream("stream-%06d".formatted(i), chunk, i));
  }

  private void writeStream(String key, byte[] chunk, long item) throws IOException {
    try (CacheWriter writer = cache.writer(key, SHA256)) {
      for (int c = 0; c < MIB64 / CHUNK; c++) {
        renumber(chunk, 1024 * item + c);
        writer.write(chunk);
      }
      writer.commit();
    }
  }

  private Samples findRevisions() throws Exception {
    prepare(
        () -> {
          Integrity integrity = cache.put(HELLO, SHA256);
          for (int revision = 0; revision < LISTED; revision++) {
            String metadata = "{\"revision\":" + revision + "}";
            insert("hot", integrity, 1_700_000_000_000L + revision, Optional.of(metadata));
          }
        });
    return timed(
        0,
        Long.MAX_VALUE,
        _ ->
            require(
                cache.find("hot").orElseThrow().metadata().orElseThrow().equals(
                    "{\"revision\":99999}")));
  }

  private void insert(String key, Integrity integrity, long time, Optional<String> metadata)
      throws IOException {
    cache
        .index()
        .insert(
            new IndexEntry(
                key,
                Optional.of(integrity),
                time,
                OptionalLong.of(HELLO.length),
                metadata,
                Optional.empty()));
  }

  private Samples list() throws Exception {
    prepare(
        () -> {
          Integrity integrity = cache.put(HELLO, SHA256);
          for (int i = 0; i < LISTED; i++) {
            insert(key(i), integrity, System.currentTimeMillis(), Optional.empty());
          }
        });
    return timed(0, Long.MAX_VALUE, _ -> require(cache.index().list().size() == LISTED));
  }

  private Samples remove() throws Exception {
    for (int i = 0; i < ENTRIES; i++) {
      cache.put(key(i), HELLO);
    }
    return measure(0, ENTRIES, Long.MAX_VALUE, i -> cache.remove(key(i)));
  }

  private Samples mixed() throws Exception {
    fill();
    AtomicBoolean stop = new AtomicBoolean();
    List<long[]> all = new ArrayList<>();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<long[]>> workers = new ArrayList<>();
      for (int worker = 0; worker < 8; worker++) {
        int number = worker;
        workers.add(threads.submit((Callable<long[]>) () -> mixedWorker(number, stop)));
      }
      Thread.sleep(limit / 1_000_000);
      stop.set(true);
      for (Future<long[]> worker : workers) {
        all.add(worker.get());
      }
    }
    long wall = System.nanoTime() - start;
    return new Samples(all.stream().flatMapToLong(Arrays::stream).toArray(), wall, 0, KIB10);
  }

  private long[] mixedWorker(int worker, AtomicBoolean stop) throws IOException {
    SplitMix random = new SplitMix(1000 + worker);
    byte[] value = block(0, KIB10);
    long[] nanos = new long[1 << 20];
    int done = 0;
    long item = 1_000_000L * (worker + 1);
    while (!stop.get()) {
      String key = key(random.below(ENTRIES));
      boolean isPut = random.below(10) == 0;
      long begin = System.nanoTime();
      if (isPut) {
        renumber(value, ++item);
        cache.put(key, value);
      } else {
        require(cache.get(key).length == KIB10);
      }
      nanos[done++] = System.nanoTime() - begin;
    }
    return Arrays.copyOf(nanos, done);
  }

  private Samples verify() throws Exception {
    prepare(this::fill);
    return timed(
        (long) KIB10 * ENTRIES,
        Long.MAX_VALUE,
        _ -> require(cache.verify().verifiedContent() == ENTRIES));
  }

  /// Something that is done before.
  private interface SetUp {
    void run() throws Exception;
  }

  private void prepare(SetUp setUp) throws Exception {
    Path ready = Path.of(dir + ".ready");
    if (!Files.exists(ready)) {
      setUp.run();
      Files.createFile(ready);
    }
  }

  private Samples timed(long bytes, long most, Operation operation) throws Exception {
    long warm = measure(bytes, most / 5, limit / 5, operation).nanos().length;
    return measure(bytes, most, limit, i -> operation.run(warm + i));
  }

  private static Samples measure(long bytes, long most, long limit, Operation operation)
      throws Exception {
    long[] nanos = new long[1 << 16];
    int done = 0;
    long cpu = cpu();
    long start = System.nanoTime();
    long last = start;
    while (true) {
      operation.run(done);
      long now = System.nanoTime();
      if (done == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * done);
      }
      nanos[done++] = now - last;
      last = now;
      if (done >= most || now - start >= limit) {
        return new Samples(Arrays.copyOf(nanos, done), now - start, cpu() - cpu, bytes);
      }
    }
  }

  /// What the calling thread has had of the processors.
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void print(String workload, Samples samples) {
    long[] nanos = samples.nanos().clone();
    Arrays.sort(nanos);
    int done = nanos.length;
    System.out.printf(
        Locale.ROOT,
        "{\"impl\":\"cratehold\",\"workload\":\"%s\",\"ops\":%d,\"ns_per_op_median\":%d,"
            + "\"ns_per_op_p99\":%d,\"ns_per_op_wall\":%d,\"total_ns\":%d,\"bytes_per_op\":%d,"
            + "\"mb_per_s\":%.1f,\"thread_cpu_ns_per_op\":%d}%n",
        workload,
        done,
        nanos[done / 2],
        nanos[(int) (done * 99L / 100)],
        samples.wall() / done,
        samples.wall(),
        samples.bytesPerOperation(),
        done * (double) samples.bytesPerOperation() / 1e6 / (samples.wall() / 1e9),
        samples.cpu() / done);
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("the operation gave something else");
    }
  }

  private static byte[] small(long i) {
    String digits = Long.toString(i);
    return ("0".repeat(Math.max(0, 11 - digits.length())) + digits).getBytes();
  }

  private static String key(long i) {
    String digits = Long.toString(i);
    return "key-" + "0".repeat(Math.max(0, 6 - digits.length())) + digits;
  }

  private static byte[] block(long number, int size) {
    byte[] bytes = new byte[size];
    for (int j = 0; j < size; j++) {
      bytes[j] = (byte) (31 * j + number);
    }
    renumber(bytes, number);
    return bytes;
  }

  private static void renumber(byte[] bytes, long number) {
    for (int j = 0; j < Long.BYTES; j++) {
      bytes[j] = (byte) (number >>> (8 * j));
    }
  }

  /// SplitMix64.
  private static final class SplitMix {
    private long state;

    SplitMix(long seed) {
      state = seed;
    }

    int below(int bound) {
      state += 0x9E3779B97F4A7C15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      return (int) ((z >>> 32) % bound);
    }
  }
}
