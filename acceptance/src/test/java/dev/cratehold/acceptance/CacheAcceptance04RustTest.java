package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 4, Java and cacache-rs: each lists and reads all that the other wrote in a long history,
/// with one call, in pieces, with raw metadata, with every algorithm, by links, and removed.
class CacheAcceptance04RustTest {
  private static final long SEED = Long.getLong("cratehold.seed", 4);
  private static final int KEYS = 2000;
  private static final String LINKED = "bytes outside the cache";

  @TempDir private Path scratch;

  private final CacheDriver rust = CacheDriver.rust();
  private final OwnDriver own = new OwnDriver(Layout.RUST);

  @Test
  void read_historyOfRust_isWhatRustReads() throws Exception {
    Path root = scratch.resolve("cache");
    CacheHistory history = new CacheHistory(LineFormat.RUST, SEED, KEYS);
    Path script = scratch.resolve("script.jsonl");
    history.write(script);
    rust.applyAll(root, script);

    ExpectedCache expected = ExpectedCache.after(rust.sizes(), history);
    SortedMap<String, CacheEntry> entries = rust.dump(root);
    assertThat(expected.differences(entries)).as("what it reads itself, seed " + SEED).isEmpty();

    assertThat(own.dump(root)).as("seed " + SEED).isEqualTo(entries);
    for (String removed : expected.removed()) {
      assertThat(own.open(root).find(removed)).as(removed).isEmpty();
    }
  }

  @Test
  void write_history_isWhatRustReads() throws Exception {
    Path root = scratch.resolve("cache");
    CacheHistory history = new CacheHistory(LineFormat.RUST, SEED, KEYS);

    own.applyAll(root, history);

    SortedMap<String, CacheEntry> entries = rust.dump(root);
    assertThat(ExpectedCache.after(ExpectedCache.Sizes.TRUE, history).differences(entries))
        .as("seed " + SEED)
        .isEmpty();
    assertThat(own.dump(root)).as("seed " + SEED).isEqualTo(entries);
  }

  @Test
  void read_sizeThatRustDidNotRecord_givesTheContent() throws Exception {
    Path root = scratch.resolve("cache");
    apply(root, "{\"op\":\"put\",\"key\":\"k\",\"text\":\"seven b\"}");
    Cache cache = own.open(root);

    assertThat(cache.find("k").map(IndexEntry::size)).contains(OptionalLong.of(0));
    assertThat(cache.blob("k").size()).hasValue(7);
    assertThat(cache.get("k")).asString(StandardCharsets.UTF_8).isEqualTo("seven b");
  }

  @Test
  void read_linkOfRust_givesTheFile() throws Exception {
    Path root = scratch.resolve("cache");
    apply(root, "{\"op\":\"link_to\",\"key\":\"k\",\"target\":%s}".formatted(quoted(linked())));

    assertThat(own.open(root).get("k")).asString(StandardCharsets.UTF_8).isEqualTo(LINKED);
    assertThat(own.dump(root)).isEqualTo(rust.dump(root));
    assertThat(own.open(root).verify().isSound()).isTrue();
  }

  @Test
  void link_file_isWhatRustReads() throws Exception {
    Path root = scratch.resolve("cache");

    own.open(root).link("k", linked(), PutOptions.DEFAULT);

    assertThat(own.open(root).blob("k").path()).isSymbolicLink();
    assertThat(rust.dump(root)).isEqualTo(own.dump(root)).containsOnlyKeys("k");
  }

  @Test
  void find_keyThatRustRemovedFully_isEmptyAndCanBeStoredAgain() throws Exception {
    Path root = scratch.resolve("cache");
    apply(
        root,
        "{\"op\":\"put\",\"key\":\"k\",\"text\":\"1\"}",
        "{\"op\":\"rm_fully\",\"key\":\"k\"}");
    Cache cache = own.open(root);

    assertThat(cache.find("k")).isEmpty();
    assertThat(cache.entries()).isEmpty();
    cache.put("k", "1".getBytes(StandardCharsets.UTF_8));
    assertThat(rust.dump(root)).isEqualTo(own.dump(root)).containsOnlyKeys("k");
  }

  @Test
  void collect_linesOfRust_leavesWhatRustReads() throws Exception {
    Path root = scratch.resolve("cache");
    CacheHistory history = new CacheHistory(LineFormat.RUST, SEED, 300);
    Path script = scratch.resolve("script.jsonl");
    history.write(script);
    rust.applyAll(root, script);
    SortedMap<String, CacheEntry> before = rust.dump(root);

    own.open(root).collect(CacheTrees.EVERYTHING);

    assertThat(rust.dump(root)).isEqualTo(before);
    assertThat(own.open(root).verify().reclaimedCount()).isZero();
  }

  private void apply(Path root, String... lines) throws Exception {
    Path script = scratch.resolve("lines.jsonl");
    Files.write(script, List.of(lines));
    rust.applyAll(root, script);
  }

  private Path linked() throws IOException {
    return Files.writeString(scratch.resolve("linked"), LINKED);
  }

  private static String quoted(Path path) {
    return new Json.Text(path.toString()).text();
  }
}
