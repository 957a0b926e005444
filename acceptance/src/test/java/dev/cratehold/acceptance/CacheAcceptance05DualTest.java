package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheError;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 5, both layouts and npm's `verify`: with [Layout#DUAL] it leaves everything where Java, npm
/// and cacache-rs can read it; with [Layout#RUST] it takes all content, as the documentation says.
class CacheAcceptance05DualTest {
  private static final int KEYS = 1000;

  @TempDir private Path scratch;

  @Test
  void npmVerify_dualLayout_leavesAllKeysToAllPrograms() throws Exception {
    Path root = scratch.resolve("cache");
    OwnDriver own = new OwnDriver(Layout.DUAL);
    Cache cache = own.open(root);
    for (String key : keys()) {
      cache.put(key, value(key));
    }
    cache.put("removed", value("removed"));
    cache.remove("removed");
    SortedMap<String, CacheEntry> entries = own.dump(root);
    assertThat(read(entries)).isEqualTo(expected());

    for (CacheDriver npm : List.of(CacheDriver.npm20(), CacheDriver.npm21())) {
      assertThat(npm.verify(root).totalEntries()).as(npm.label()).isEqualTo(KEYS);

      assertThat(npm.dump(root)).as(npm.label()).isEqualTo(entries);
      assertThat(CacheDriver.rust().dump(root)).as(npm.label()).isEqualTo(entries);
      assertThat(own.dump(root)).as(npm.label()).isEqualTo(entries);
    }
  }

  @Test
  void npmVerify_rustLayout_takesAllContent() throws Exception {
    Path root = scratch.resolve("cache");
    Cache cache = new OwnDriver(Layout.RUST).open(root);
    for (String key : keys()) {
      cache.put(key, value(key));
    }

    CacheVerification verified = CacheDriver.npm20().verify(root);

    assertThat(verified.reclaimedCount()).isEqualTo(KEYS);
    assertThat(cache.index().list()).hasSize(KEYS);
    assertThat(cache.verify().missingContent()).isEqualTo(KEYS);
    for (String key : keys()) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> cache.get(key))
          .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.CONTENT_NOT_FOUND));
    }
  }

  private static List<String> keys() {
    return IntStream.range(0, KEYS).mapToObj(i -> "key " + i).toList();
  }

  private static byte[] value(String key) {
    return ("the content of " + key).getBytes(StandardCharsets.UTF_8);
  }

  /// What is read of each key, by its digest.
  private static Map<String, String> expected() {
    return keys().stream()
        .collect(Collectors.toMap(Function.identity(), key -> CacheValue.sha256(value(key))));
  }

  private static Map<String, String> read(SortedMap<String, CacheEntry> entries) {
    Map<String, String> read = new TreeMap<>();
    entries.values().forEach(entry -> read.put(entry.key(), entry.byKey()));
    return read;
  }
}
