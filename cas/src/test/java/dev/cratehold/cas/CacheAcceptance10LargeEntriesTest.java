package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.index.IndexEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 10 of the cache: lines of any length that are added to one bucket at the same time do not
/// come between each other, since each is one write.
final class CacheAcceptance10LargeEntriesTest {
  private static final int WRITERS = 8;
  private static final int LINES = 2;
  private static final int METADATA = 1_500_000;

  @TempDir Path temporary;

  private static String metadata(int writer) {
    return '"' + String.valueOf((char) ('a' + writer)).repeat(METADATA) + '"';
  }

  @Test
  void insert_largeMetadataFromSeveralWriters_givesWholeLinesOnly() throws Exception {
    for (Layout layout : List.of(Layout.RUST, Layout.NPM)) {
      Path root = temporary.resolve(layout.name());
      List<Callable<Integer>> writers =
          IntStream.range(0, WRITERS).mapToObj(writer -> insertion(root, layout, writer)).toList();
      try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
        for (Future<Integer> writer : threads.invokeAll(writers)) {
          assertThat(writer.get()).isNotNegative();
        }
      }

      Cache cache = cache(root, layout);
      List<IndexEntry> history = cache.index().history("key");
      int forms = layout.formats().size();
      assertThat(history).hasSize(WRITERS * LINES * forms);
      assertThat(cache.verify().findings()).noneMatch(Finding.DamagedLines.class::isInstance);
      List<String> all = new ArrayList<>();
      history.forEach(entry -> all.add(entry.metadata().orElseThrow().substring(1, 2)));
      for (int writer = 0; writer < WRITERS; writer++) {
        String letter = metadata(writer).substring(1, 2);
        assertThat(all).filteredOn(letter::equals).hasSize(LINES * forms);
      }
    }
  }

  private static Callable<Integer> insertion(Path root, Layout layout, int writer) {
    return () -> {
      Cache cache = cache(root, layout);
      IndexEntry entry = entry("key", HELLO_SHA256, 1).withMetadata(metadata(writer));
      for (int i = 0; i < LINES; i++) {
        cache.index().insert(entry);
      }
      return writer;
    };
  }
}
