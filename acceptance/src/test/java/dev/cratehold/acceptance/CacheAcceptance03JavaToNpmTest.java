package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.Layout;
import dev.cratehold.cas.VerificationReport;
import dev.cratehold.cas.index.LineFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 3, from Java to npm: npm's cacache lists and reads everything that was written in a long
/// history, and its own `verify` finds nothing to repair and nothing to reclaim after a collection.
class CacheAcceptance03JavaToNpmTest {
  private static final long SEED = Long.getLong("cratehold.seed", 3);
  private static final int KEYS = 2000;

  @TempDir private Path scratch;

  @Test
  void write_history_isWhatNpmReadsAndFindsSound() throws Exception {
    Path root = scratch.resolve("cache");
    CacheHistory history = new CacheHistory(LineFormat.NPM, SEED, KEYS);
    OwnDriver own = new OwnDriver(Layout.NPM);

    own.applyAll(root, history);

    SortedMap<String, CacheEntry> entries = own.dump(root);
    assertThat(ExpectedCache.after(ExpectedCache.Sizes.TRUE, history).differences(entries))
        .as("seed " + SEED)
        .isEmpty();

    VerificationReport collected = own.open(root).collect(CacheTrees.EVERYTHING);
    for (CacheDriver npm : List.of(CacheDriver.npm20(), CacheDriver.npm21())) {
      assertThat(npm.dump(root)).as("%s, seed %d", npm, SEED).isEqualTo(entries);
      assertThat(npm.verify(root))
          .as("%s, seed %d", npm, SEED)
          .isEqualTo(sound(entries, collected));
    }
    assertThat(own.dump(root)).isEqualTo(entries);
  }

  /// npm's `verify` leaves the key `__proto__` out of its count, though not out of the index.
  private static CacheVerification sound(
      SortedMap<String, CacheEntry> entries, VerificationReport collected) {
    long contents = entries.values().stream().map(CacheEntry::integrity).distinct().count();
    long counted = entries.keySet().stream().filter(key -> !key.equals("__proto__")).count();
    return new CacheVerification(contents, 0, 0, 0, collected.keptSize(), 0, 0, counted);
  }
}
