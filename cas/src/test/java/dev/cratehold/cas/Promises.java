package dev.cratehold.cas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.content.Verification;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.HashAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a cache on a failing disk may say of each key: what the last operation that returned has
/// made of it, or what operations that failed since then would have.
final class Promises {
  private final Path root;
  private final Map<String, Set<State>> byKey = new TreeMap<>();

  /// What a key may be found to be.
  private sealed interface State {}

  private record Content(ByteBuffer bytes) implements State {}

  private record Absent() implements State {}

  /// Somebody else has damaged its content.
  private record Damaged() implements State {}

  Promises(Path root) {
    this.root = root;
  }

  /// Something that may fail because the disk does.
  @FunctionalInterface
  interface Operation {
    void run() throws IOException;
  }

  void put(String key, byte[] bytes, Operation operation) {
    put(List.of(key), bytes, operation);
  }

  void put(List<String> keys, byte[] bytes, Operation operation) {
    become(keys, new Content(ByteBuffer.wrap(bytes)), operation);
  }

  void remove(String key, Operation operation) {
    become(List.of(key), new Absent(), operation);
  }

  /// An operation that changes nothing that can be seen.
  void change(Operation operation) {
    become(List.of(), new Absent(), operation);
  }

  /// An operation that drops damaged content and its entries.
  void lose(String key, Operation operation) {
    remove(key, operation);
  }

  private void become(List<String> keys, State state, Operation operation) {
    boolean isDone;
    try {
      operation.run();
      isDone = true;
    } catch (IOException e) {
      isFault(e);
      isDone = false;
    }
    for (String key : keys) {
      Set<State> states = new HashSet<>(Set.of(state));
      if (!isDone) {
        states.addAll(byKey.getOrDefault(key, Set.of(new Absent())));
      }
      byKey.put(key, states);
    }
  }

  /// Damages the content of a key, and of all that have the same.
  void damage(String key, Path file) throws IOException {
    Set<State> same = Set.copyOf(byKey.getOrDefault(key, Set.of()));
    Files.write(root.resolve(root.relativize(Path.of(file.toString()))), new byte[] {1, 2, 3});
    byKey.forEach((_, states) -> {
      if (states.stream().anyMatch(same::contains)) {
        states.add(new Damaged());
      }
    });
  }

  /// Reads damaged content, so that it is taken away.
  void quarantine(String key, Operation reading) {
    assertThat(byKey.get(key)).contains(new Damaged());
    try {
      reading.run();
      throw new AssertionError("damaged content of " + key + " was read");
    } catch (MismatchException _) {
      // As it must be.
    } catch (IOException e) {
      isFault(e);
    }
  }

  /// Stands for an operation that did not return.
  static void fail() throws IOException {
    throw new IOException("No space left on device");
  }

  void isFault(IOException e) {
    assertThat(e).hasMessageContaining("No space left on device");
  }

  /// Checks that each key is what it may be.
  void check(Cache cache) throws IOException {
    Set<String> present = new HashSet<>();
    for (Map.Entry<String, Set<State>> promise : byKey.entrySet()) {
      State found = found(cache, promise.getKey());
      assertThat(promise.getValue()).as(promise.getKey()).contains(found);
      if (!(found instanceof Absent)) {
        present.add(promise.getKey());
      }
    }
    assertThat(cache.entries().map(IndexEntry::key)).containsExactlyInAnyOrderElementsOf(present);
  }

  private static State found(Cache cache, String key) throws IOException {
    if (cache.find(key).isEmpty()) {
      return new Absent();
    }
    try {
      return new Content(ByteBuffer.wrap(cache.get(key)));
    } catch (MismatchException | NotFoundException _) {
      return new Damaged();
    }
  }

  /// Checks the cache after the disk was healed: all of the above, that it can be written to, and
  /// that what was left behind goes when it is old.
  void checkReopened(String when, Cache cache) throws IOException {
    try {
      checkReports(cache);
      check(cache);
      byte[] bytes = "after all".getBytes(UTF_8);
      for (String key : List.of("first", "after")) {
        put(key, bytes, () -> cache.put(key, bytes));
      }
      checkSweeping(cache);
      check(cache);
    } catch (AssertionError | IOException | RuntimeException e) {
      throw new AssertionError(when + ": " + e.getMessage(), e);
    }
  }

  /// Looks at all content by itself: going through a cache as `verify` does takes as long as all
  /// the rest.
  private void checkReports(Cache cache) throws IOException {
    assertThat(cache.lastCollected()).isNotNull();
    boolean isDamaged = byKey.values().stream().anyMatch(s -> s.contains(new Damaged()));
    Path content = root.resolve("content-v2");
    try (Stream<Path> files = Files.exists(content) ? Files.walk(content) : Stream.of()) {
      for (Path file : files.filter(found -> !Files.isDirectory(found)).toList()) {
        List<String> names = new ArrayList<>();
        content.relativize(file).forEach(name -> names.add(name.toString()));
        HashAlgorithm algorithm = HashAlgorithm.of(names.removeFirst()).orElseThrow();
        ContentHash hash = new ContentHash(algorithm, String.join("", names), "");
        if (!isDamaged) {
          assertThat(ContentStore.in(root).verify(hash)).isInstanceOf(Verification.Intact.class);
        }
      }
    }
  }

  private void checkSweeping(Cache cache) throws IOException {
    List<Path> left = children(root.resolve("tmp"));
    assertThat(cache.sweep(Duration.ofHours(1))).isZero();
    assertThat(children(root.resolve("tmp"))).isEqualTo(left);
    Clock later = Clock.offset(cache.options().clock(), Duration.ofHours(2));
    Cache tomorrow = Cache.in(root, cache.options().withClock(later));
    assertThat(tomorrow.sweep(Duration.ofHours(1))).isEqualTo(left.size());
    assertThat(children(root.resolve("tmp"))).isEmpty();
  }

  private static List<Path> children(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
