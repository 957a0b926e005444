package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheOptions;
import dev.cratehold.cas.Finding;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.PutOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Test 19 of the cache: a disk that is full says so, and what was stored before stays sound.
class CacheAcceptance19FullDiskTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path scratch;

  private static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(names = {"RUST", "NPM", "DUAL"})
  void put_noByteLeft_saysSoAndLeavesTheCacheSound(Layout layout) throws IOException {
    try (SmallDisk disk = SmallDisk.mount(scratch, 16, 4000)) {
      Cache cache = Cache.in(disk.path().resolve("cache"), CacheOptions.DEFAULT.withLayout(layout));
      for (int i = 0; i < 5; i++) {
        cache.put("key" + i, bytes(i, MEGABYTE));
      }
      for (int left = 0; left < 3; left++) {
        disk.empty();
        disk.fillBut(left);
        assertFull(cache, "large", bytes(9, 4 * MEGABYTE));
        assertSound(cache);
      }
      disk.empty();
      disk.fill();
      assertFull(cache, "key1", bytes(8, 1000));
      assertSound(cache);

      disk.empty();
      cache.put("large", bytes(9, 4 * MEGABYTE));
      assertThat(cache.get("large")).isEqualTo(bytes(9, 4 * MEGABYTE));
      assertSound(cache);
    }
  }

  @Test
  void put_noFurtherFile_saysSoAndLeavesTheCacheSound() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(scratch, 16, 400)) {
      Cache cache = Cache.in(disk.path().resolve("cache"));
      for (int i = 0; i < 5; i++) {
        cache.put("key" + i, bytes(i, MEGABYTE));
      }
      disk.fillWithFiles();

      assertFull(cache, "large", bytes(9, 1000));

      assertSound(cache);
    }
  }

  private static void assertFull(Cache cache, String key, byte[] bytes) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> cache.put(key, bytes, PutOptions.DEFAULT))
        .withMessageContaining("No space left on device");
  }

  private static void assertSound(Cache cache) throws IOException {
    for (int i = 0; i < 5; i++) {
      assertThat(cache.get("key" + i)).isEqualTo(bytes(i, MEGABYTE));
    }
    assertThat(cache.verify().findings())
        .allMatch(found ->
            found instanceof Finding.UnreferencedContent || found instanceof Finding.DamagedLines);
    assertThat(cache.root().resolve("tmp")).isEmptyDirectory();
  }
}
