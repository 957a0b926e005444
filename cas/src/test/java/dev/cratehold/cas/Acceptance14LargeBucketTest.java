package dev.cratehold.cas;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 14: a key with very many revisions.
final class Acceptance14LargeBucketTest {
  /// A million, 240 MB, with `-Dcas.lines=1000000`.
  private static final int LINES = Integer.getInteger("cas.lines", 100_000);

  private static final int APPENDS = 100_000;
  private static final int APPENDERS = 4;
  private static final long MOST_BYTES = 4 << 20;
  private static final Integrity CONTENT =
      Integrity.parse("sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=");

  @TempDir Path temporary;

  private static IndexEntry entry(long time) {
    return new IndexEntry(
        "key",
        Optional.of(CONTENT),
        time,
        OptionalLong.of(11),
        Optional.of("{\"etag\":\"a tag of forty bytes or so of metadata\"}"),
        Optional.empty());
  }

  @Test
  void find_keyWithVeryManyLines_readsTheEndAlone() throws IOException {
    Cache cache = Cache.in(temporary);
    Path bucket = temporary.resolve(LineFormat.RUST.bucket("key"));
    Files.createDirectories(bucket.resolveSibling(""));
    try (OutputStream lines = Files.newOutputStream(bucket)) {
      for (int i = 1; i <= LINES; i++) {
        lines.write(LineFormat.RUST.line(entry(i)));
      }
    }
    cache.find("key");

    long bytes = allocated();
    long start = System.nanoTime();
    Optional<IndexEntry> found = cache.find("key");
    long nanos = System.nanoTime() - start;
    bytes = allocated() - bytes;

    System.out.printf(
        "%d lines, %d MB: found in %d µs with %d bytes%n",
        LINES, Files.size(bucket) >> 20, nanos / 1000, bytes);
    assertThat(found).contains(entry(LINES));
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Test
  void compact_beforeAndAfterWithoutAppends_leavesOneLine() throws IOException {
    Cache cache = Cache.in(temporary);
    for (int i = 1; i <= 1000; i++) {
      cache.index().insert(entry(i));
    }

    assertThat(cache.index().compact("key", (_, _) -> true)).containsExactly(entry(1000));

    Path bucket = temporary.resolve(LineFormat.RUST.bucket("key"));
    assertThat(Files.readAllBytes(bucket)).isEqualTo(LineFormat.RUST.line(entry(1000)));
  }

  /// Compacting sees every line before it drops it, so that a line that nobody has seen was lost.
  @Test
  void compact_whileFourThreadsAppend_losesNoLine() throws Exception {
    Cache cache = Cache.in(temporary, CacheOptions.DEFAULT.withLayout(Layout.NPM));
    AtomicInteger number = new AtomicInteger();
    Set<Long> seen = new HashSet<>();
    int compacted = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(APPENDERS)) {
      List<Future<?>> appenders = new ArrayList<>();
      for (int i = 0; i < APPENDERS; i++) {
        appenders.add(threads.submit((Callable<Void>) () -> append(cache, number)));
      }
      while (!appenders.stream().allMatch(Future::isDone)) {
        compact(cache, seen);
        compacted++;
      }
      for (Future<?> appender : appenders) {
        appender.get();
      }
    }
    compact(cache, seen);

    System.out.printf("%d appends, compacted %d times%n", APPENDS, compacted);
    assertThat(seen).hasSize(APPENDS);
    assertThat(cache.index().history("key")).hasSize(1);
    assertThat(compacted).isGreaterThan(10);
  }

  private static void compact(Cache cache, Set<Long> seen) throws IOException {
    cache
        .index()
        .compact(
            "key",
            (_, _) -> true,
            entry -> {
              seen.add(entry.time());
              return true;
            });
  }

  private static Void append(Cache cache, AtomicInteger number) throws IOException {
    for (int n = number.getAndIncrement(); n < APPENDS; n = number.getAndIncrement()) {
      cache.index().insert(entry(n));
    }
    return null;
  }
}
