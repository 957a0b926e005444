package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.Layout;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 2, from npm to Java: everything that npm's cacache wrote in a long history is found, listed
/// and read as npm finds, lists and reads it.
class CacheAcceptance02NpmToJavaTest {
  private static final long SEED = Long.getLong("cratehold.seed", 2);
  private static final int KEYS = 2000;

  @TempDir private Path scratch;

  @Test
  void read_historyOfNpm20_isWhatNpmReads() throws Exception {
    assertReadAlike(CacheDriver.npm20());
  }

  @Test
  void read_historyOfNpm21_isWhatNpmReads() throws Exception {
    assertReadAlike(CacheDriver.npm21());
  }

  private void assertReadAlike(CacheDriver npm) throws Exception {
    Path root = scratch.resolve("cache");
    Path script = scratch.resolve("script.jsonl");
    CacheHistory history = new CacheHistory(npm.format(), SEED, KEYS);
    history.write(script);
    npm.applyAll(root, script);
    OwnDriver own = new OwnDriver(Layout.NPM);

    ExpectedCache expected = ExpectedCache.after(npm.sizes(), history);
    SortedMap<String, CacheEntry> entries = npm.dump(root);
    assertThat(expected.differences(entries)).as("what it reads itself, seed " + SEED).isEmpty();

    assertThat(own.dump(root)).as("seed " + SEED).isEqualTo(entries);
    Cache cache = own.open(root);
    for (String removed : expected.removed()) {
      assertThat(cache.find(removed)).as(removed).isEmpty();
    }
  }
}
