package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.append;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.entry;
import static dev.cratehold.cas.Samples.lines;
import static dev.cratehold.cas.Samples.temporaries;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behaviours 27 to 31: lines of a key that are out of date are taken away. The numbers of lines
/// are those of npm's own tests.
final class CompactBehavioursTest {
  @TempDir Path root;
  private Cache cache;

  @BeforeEach
  void openCache() {
    cache = cache(root, Layout.NPM);
  }

  private static IndexEntry entry(int time, int version) {
    return new IndexEntry(
        "key",
        Optional.of(HELLO_SHA256),
        time,
        OptionalLong.empty(),
        Optional.of("{\"rev\":" + version + "}"),
        Optional.empty());
  }

  private static boolean sameMetadata(IndexEntry older, IndexEntry later) {
    return older.metadata().equals(later.metadata());
  }

  @Test
  @Behaviour(27)
  void compact_sameEntries_keepsTheLastOfEachAndGivesItFirst() throws IOException {
    cache.index().insert(entry(1, 1));
    cache.index().insert(entry(2, 2));
    cache.index().insert(entry(3, 2));
    cache.index().insert(entry(4, 1));

    List<IndexEntry> kept = cache.index().compact("key", CompactBehavioursTest::sameMetadata);

    assertThat(kept).containsExactly(entry(4, 1), entry(3, 2));
    assertThat(cache.index().history("key")).isEqualTo(kept);
    assertThat(lines(cache, "key")).hasSize(2);
    assertThat(temporaries(root)).isEmpty();
  }

  @Test
  @Behaviour(27)
  void compact_nothingToTakeAway_leavesTheFileAsItIs() throws IOException {
    cache.index().insert(entry(1, 1));
    cache.index().insert(entry(2, 2));
    Path bucket = Samples.bucket(cache, "key");
    Object before = Files.getAttribute(bucket, "unix:ino");

    cache.index().compact("key", CompactBehavioursTest::sameMetadata);

    assertThat(Files.getAttribute(bucket, "unix:ino")).isEqualTo(before);
  }

  @Test
  @Behaviour(27)
  void compact_otherKeysAndForeignPieces_staysInTheirOrder() throws IOException {
    cache.index().insert(entry(1, 1));
    append(cache, "key", LineFormat.NPM.line(Samples.entry("collides", OTHER, 1)));
    append(cache, "key", "\nwhat is no line".getBytes(UTF_8));
    cache.index().insert(entry(2, 1));

    cache.index().compact("key", CompactBehavioursTest::sameMetadata);

    assertThat(lines(cache, "key")).hasSize(3).element(1).isEqualTo("what is no line");
    assertThat(lines(cache, "key").getFirst()).contains("collides");
    assertThat(cache.index().history("key")).containsExactly(entry(2, 1));
  }

  @Test
  @Behaviour(28)
  void compact_removedMeanwhile_forgetsWhatWasBefore() throws IOException {
    cache.index().insert(entry(1, 1));
    cache.index().insert(entry(2, 2));
    cache.index().insert(IndexEntry.removal("key", 3));
    cache.index().insert(entry(4, 3));

    assertThat(cache.index().compact("key", CompactBehavioursTest::sameMetadata))
        .containsExactly(entry(4, 3));
    assertThat(lines(cache, "key")).hasSize(1);
  }

  @Test
  @Behaviour(28)
  void compact_removedLast_removesTheFile() throws IOException {
    cache.index().insert(entry(1, 1));
    cache.index().insert(IndexEntry.removal("key", 3));

    assertThat(cache.index().compact("key", CompactBehavioursTest::sameMetadata)).isEmpty();
    assertThat(Samples.bucket(cache, "key")).doesNotExist();
  }

  @Test
  @Behaviour(29)
  void compact_withACondition_keepsWhatMeetsIt() throws IOException {
    cache.index().insert(entry(1, 1));
    cache.index().insert(entry(2, 2));
    cache.index().insert(entry(3, 3));

    List<IndexEntry> kept =
        cache
            .index()
            .compact("key", CompactBehavioursTest::sameMetadata, entry -> entry.time() != 2);

    assertThat(kept).containsExactly(entry(3, 3), entry(1, 1));
    assertThat(lines(cache, "key")).hasSize(2);
  }

  @Test
  @Behaviour(30)
  void compact_withAConditionThatRemovalsMeet_keepsThem() throws IOException {
    IndexEntry removal = IndexEntry.removal("key", 2);
    cache.index().insert(entry(1, 1));
    cache.index().insert(removal);
    cache.index().insert(entry(3, 1));

    assertThat(cache.index().compact("key", (_, _) -> false, _ -> true))
        .containsExactly(entry(3, 1), removal, entry(1, 1));
    assertThat(cache.index().compact("key", CompactBehavioursTest::sameMetadata, _ -> true))
        .containsExactly(entry(3, 1), removal);
  }

  @Test
  @Behaviour(27)
  void compact_anotherProcessAppendsMeanwhile_keepsItsLine() throws IOException {
    cache.index().insert(entry(1, 1));
    cache.index().insert(entry(2, 2));
    byte[] line = LineFormat.NPM.line(entry(3, 3));

    cache
        .index()
        .compact(
            "key",
            CompactBehavioursTest::sameMetadata,
            entry -> {
              appendUnchecked(entry.time() == 1 ? line : new byte[0]);
              return entry.time() == 2;
            });

    assertThat(cache.index().history("key")).containsExactly(entry(3, 3), entry(2, 2));
  }

  /// Not through the index, whose locks are for this process.
  private void appendUnchecked(byte[] line) {
    try {
      append(cache, "key", line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Behaviour(31)
  void compact_aStepFails_leavesTheLinesAndNoTemporaryFile() throws IOException {
    FaultyFileSystem disk = FaultyFileSystem.create();
    Cache faulty = Cache.in(disk.path(root), CacheOptions.DEFAULT.withLayout(Layout.NPM));
    cache.index().insert(entry(1, 1));
    cache.index().insert(entry(2, 1));
    boolean moveFailed = false;
    for (int n = 1; attempt(faulty, disk, n); n++) {
      moveFailed |= disk.lastFault().orElseThrow().contains("MOVE");
      disk.heal();
      assertThat(lines(cache, "key")).hasSize(2);
      assertThat(temporaries(root)).isEmpty();
    }

    assertThat(moveFailed).isTrue();
    assertThat(lines(cache, "key")).hasSize(1);
  }

  /// @return whether a step failed
  private static boolean attempt(Cache faulty, FaultyFileSystem disk, int n) throws IOException {
    disk.fullFrom(n);
    try {
      faulty.index().compact("key", CompactBehavioursTest::sameMetadata);
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left on device");
      return true;
    }
  }
}
