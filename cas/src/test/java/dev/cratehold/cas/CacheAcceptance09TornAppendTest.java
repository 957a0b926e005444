package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.bucket;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.index.IndexEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 9 of the cache: a line that was written in part or damaged anywhere counts for nothing, and
/// harms no line before or after it.
final class CacheAcceptance09TornAppendTest {
  private static final IndexEntry FIRST = entry("key", HELLO_SHA256, 1);
  private static final IndexEntry LAST =
      entry("key", OTHER, 2).withMetadata("{\"a\":\"\\u00e9 ü\"}");
  private static final IndexEntry NEXT = entry("key", HELLO_SHA256, 3);

  @TempDir Path temporary;

  private interface Damage {
    void to(Cache cache, int firstSize, byte[] lines) throws IOException;
  }

  private void onEachLayout(Damage damage) throws IOException {
    for (Layout layout : List.of(Layout.RUST, Layout.NPM)) {
      Cache cache = cache(temporary.resolve(layout.name()), layout);
      cache.index().insert(FIRST);
      int firstSize = (int) Files.size(bucket(cache, "key"));
      cache.index().insert(LAST);
      damage.to(cache, firstSize, Files.readAllBytes(bucket(cache, "key")));
    }
  }

  private static void assertFirstIsFoundAndNextCanBeAdded(Cache cache, String where)
      throws IOException {
    assertThat(cache.find("key")).as(where).contains(FIRST);
    cache.index().insert(NEXT);
    assertThat(cache.find("key")).as(where).contains(NEXT);
    assertThat(cache.index().history("key")).as(where).containsExactly(NEXT, FIRST);
  }

  @Test
  void find_lastLineCutAtEveryByte_isTheOneBefore() throws IOException {
    onEachLayout((cache, firstSize, lines) -> {
      for (int end = firstSize; end < lines.length; end++) {
        Files.write(bucket(cache, "key"), Arrays.copyOf(lines, end));

        assertFirstIsFoundAndNextCanBeAdded(cache, "cut at " + end);
      }
    });
  }

  @Test
  void find_lastLineDamagedAtEveryByte_isTheOneBefore() throws IOException {
    onEachLayout((cache, firstSize, lines) -> {
      for (int at = firstSize + 1; at < lines.length; at++) {
        byte[] damaged = lines.clone();
        damaged[at] ^= (byte) (1 << at % 8);
        Files.write(bucket(cache, "key"), damaged);

        assertFirstIsFoundAndNextCanBeAdded(cache, "flipped at " + at);
      }
    });
  }

  /// Both lines are one then, and no line at all.
  @Test
  void find_lineBreakDamaged_isNothingAndTheNextLineIsFound() throws IOException {
    onEachLayout((cache, firstSize, lines) -> {
      lines[firstSize] ^= 1;
      Files.write(bucket(cache, "key"), lines);

      assertThat(cache.find("key")).isEmpty();
      cache.index().insert(NEXT);
      assertThat(cache.find("key")).contains(NEXT);
    });
  }

  @Test
  void find_linesThatAreNotUtf8InTheMiddle_hideNothing() throws IOException {
    onEachLayout((cache, firstSize, lines) -> {
      Path bucket = bucket(cache, "key");
      Files.write(bucket, Arrays.copyOf(lines, firstSize));
      byte[] invalid = {'\n', (byte) 0xff, (byte) 0xfe, 0, (byte) 0xc3, '\n', (byte) 0x80};
      Files.write(bucket, invalid, StandardOpenOption.APPEND);
      assertThat(cache.find("key")).contains(FIRST);
      Files.write(
          bucket, Arrays.copyOfRange(lines, firstSize, lines.length), StandardOpenOption.APPEND);
      Files.write(bucket, invalid, StandardOpenOption.APPEND);

      assertThat(cache.find("key")).contains(LAST);
      assertThat(cache.index().list()).containsExactly(LAST);
      assertThat(cache.index().history("key")).containsExactly(LAST, FIRST);
    });
  }
}
