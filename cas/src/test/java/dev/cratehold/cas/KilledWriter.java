package dev.cratehold.cas;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A process that changes a cache until it is killed, and says on its standard output what it is
/// about to do and what it has done.
final class KilledWriter {
  private static final int KEYS = 8;

  private KilledWriter() {}

  /// A change of the cache.
  ///
  /// @param keys that it is about
  /// @param number tells the content; negative if the keys are removed
  record Change(List<String> keys, long number, boolean isDone) {}

  static Process start(Path root, Layout layout, Durability durability, long seed)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledWriter.class.getName(),
            root.toString(),
            layout.name(),
            durability.name(),
            String.valueOf(seed))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Waits until the process has said so many lines, and a little longer, and kills it.
  static List<Change> killAfter(Process process, int lines, long nanos) throws IOException {
    try (BufferedReader said = process.inputReader()) {
      List<String> all = new ArrayList<>(said.lines().limit(lines).toList());
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
      process.toHandle().destroyForcibly();
      all.addAll(said.lines().toList());
      process.onExit().join();
      return changes(all);
    }
  }

  private static List<Change> changes(List<String> lines) {
    List<Change> changes = new ArrayList<>();
    for (String line : lines) {
      if (line.equals("done.")) {
        Change last = changes.removeLast();
        changes.add(new Change(last.keys(), last.number(), true));
      } else if (line.endsWith(".")) {
        String[] words = line.substring(0, line.length() - 1).split(" ", -1);
        List<String> keys = Arrays.asList(words[0].split(",", -1));
        changes.add(new Change(keys, Long.parseLong(words[1]), false));
      }
    }
    return changes;
  }

  static byte[] bytes(long number) {
    byte[] bytes = new byte[(int) (number * 7919 % 200_000)];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  public static void main(String[] arguments) throws IOException {
    CacheOptions options =
        CacheOptions.DEFAULT
            .withLayout(Layout.valueOf(arguments[1]))
            .withDurability(Durability.valueOf(arguments[2]))
            .withClock(new TickingClock());
    Cache cache = Cache.in(Path.of(arguments[0]), options);
    Random random = new Random(Long.parseLong(arguments[3]));
    while (true) {
      change(cache, random);
    }
  }

  private static void change(Cache cache, Random random) throws IOException {
    String key = key(random);
    // Few contents, so that some are there already.
    long number = random.nextInt(40);
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        begin(key, number);
        cache.put(key, bytes(number));
      }
      case 3 -> {
        begin(key, number);
        writeInPieces(cache, key, number);
      }
      case 4 -> {
        String other = key(random);
        begin(key + "," + other, number);
        writeBatch(cache, key, other, number);
      }
      case 5 -> {
        begin(key, -1);
        cache.remove(key, List.of(Removal.values()).get(random.nextInt(3)));
      }
      default -> {
        begin("none", -1);
        cache.index().compact(key, (_, _) -> true);
      }
    }
    System.out.println("done.");
  }

  private static String key(Random random) {
    return "key" + random.nextInt(KEYS);
  }

  private static void begin(String keys, long number) {
    System.out.println(keys + " " + number + ".");
  }

  private static void writeInPieces(Cache cache, String key, long number) throws IOException {
    byte[] bytes = bytes(number);
    try (CacheWriter writer = cache.writer(key, PutOptions.DEFAULT.withSize(bytes.length))) {
      for (int start = 0; start < bytes.length; start += 30_000) {
        writer.write(bytes, start, Math.min(30_000, bytes.length - start));
      }
      writer.commit();
    }
  }

  private static void writeBatch(Cache cache, String key, String other, long number)
      throws IOException {
    try (CacheBatch batch = cache.batch()) {
      batch.put(key, bytes(number), PutOptions.DEFAULT);
      batch.put(other, bytes(number), PutOptions.DEFAULT);
      batch.commit();
    }
  }
}
