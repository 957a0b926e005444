package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A process that publishes crates and index files in a loop, from several threads, until it is
/// killed, and says on its standard output what it has done: the number of each crate, after it was
/// published and its index file was put.
final class PublishingProcess {
  private static final int THREADS = 4;

  private PublishingProcess() {}

  /// Starts one on the data directory; it begins with the crate numbered `first`.
  static Process start(Path directory, int first) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            PublishingProcess.class.getName(),
            directory.toString(),
            String.valueOf(first))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Reads what the process has said until it said `lines` lines, then kills it and reads the rest.
  static List<Integer> killAfter(Process process, int lines) throws IOException {
    try (BufferedReader said = process.inputReader()) {
      List<String> numbers = said.lines().limit(lines).toList();
      process.toHandle().destroyForcibly();
      List<String> rest = said.lines().toList();
      return Stream.concat(numbers.stream(), rest.stream())
          .filter(line -> line.endsWith("."))
          .map(line -> Integer.valueOf(line.substring(0, line.length() - 1)))
          .toList();
    }
  }

  static byte[] crateBytes(int number) {
    return Samples.bytes(number, 1000 + number * 7919 % 200_000);
  }

  static CrateId crate(int number) {
    return Samples.crate(name(number).value(), "1.0." + number, crateBytes(number));
  }

  static CrateName name(int number) {
    return new CrateName("crate" + number);
  }

  static byte[] indexBytes(int number) {
    return Samples.indexFile(name(number).value(), "1.0." + number, "2.0.0");
  }

  public static void main(String[] arguments) throws IOException {
    AtomicInteger next = new AtomicInteger(Integer.parseInt(arguments[1]));
    try (Store store = Samples.open(Path.of(arguments[0]));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        threads.execute(() -> publishForEver(store, next));
      }
    }
  }

  private static void publishForEver(Store store, AtomicInteger next) {
    while (true) {
      int number = next.getAndIncrement();
      try {
        publish(store, number);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      System.out.println(number + ".");
    }
  }

  private static void publish(Store store, int number) throws IOException {
    byte[] bytes = crateBytes(number);
    try (StagedBlob staged = store.blobs().stage()) {
      for (int start = 0; start < bytes.length; start += 16_384) {
        staged.write(ByteBuffer.wrap(bytes, start, Math.min(16_384, bytes.length - start)));
      }
      store.publish(staged, crate(number));
    }
    IndexCopy copy = IndexCopy.of(indexBytes(number), Validators.NONE, Samples.NOW);
    store.index().put(Samples.REGISTRY, name(number), copy);
  }
}
