package dev.cratehold.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheError;
import dev.cratehold.cas.CacheOptions;
import dev.cratehold.cas.CollectOptions;
import dev.cratehold.cas.Durability;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.RefusedException;
import dev.cratehold.cas.Removal;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cache on real file systems of several kinds.
final class CacheFileSystemsTest {
  private static final int KEYS = 40;
  private static final byte[] BYTES = "hello world".getBytes(UTF_8);

  @TempDir Path temporary;

  @Test
  void cache_onAFileSystemThatIgnoresCase_keepsKeysApart() throws IOException {
    Optional<ImageDisk> disk = ImageDisk.ignoringCase(temporary);
    if (disk.isEmpty()) {
      NotTested.say("a file system that ignores case", "lowntfs-3g could not mount one (FUSE)");
      return;
    }
    try (ImageDisk mounted = disk.get()) {
      Files.createFile(mounted.path().resolve("Name"));
      assertThat(mounted.path().resolve("nAME")).exists();
      for (Layout layout : new Layout[] {Layout.RUST, Layout.NPM, Layout.DUAL}) {
        use(mounted.path().resolve("cache-" + layout), layout);
      }
    }
  }

  private static void use(Path directory, Layout layout) throws IOException {
    Cache cache =
        Cache.in(
            directory, CacheOptions.DEFAULT.withLayout(layout).withDurability(Durability.FULL));
    PutOptions both = PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.SHA256, HashAlgorithm.SHA512);
    for (int i = 0; i < KEYS; i++) {
      cache.put("Key-" + i, ("upper " + i).getBytes(UTF_8), both);
      cache.put("key-" + i, ("lower " + i).getBytes(UTF_8));
    }
    for (int i = 0; i < KEYS; i++) {
      assertThat(cache.get("Key-" + i)).asString(UTF_8).isEqualTo("upper " + i);
      assertThat(cache.get("key-" + i)).asString(UTF_8).isEqualTo("lower " + i);
    }
    cache.remove("Key-0", Removal.CONTENT);
    cache.remove("key-1");
    cache.collect(CollectOptions.DEFAULT.withGrace(Duration.ZERO));
    assertThat(cache.verify().findings()).isEmpty();
    assertThat(cache.entries().count()).isEqualTo(2 * KEYS - 2);
  }

  @Test
  void reflink_onAFileSystemThatHasThem_sharesBlocksAndChecks() throws IOException {
    Optional<ImageDisk> disk = ImageDisk.withReflinks(temporary);
    if (disk.isEmpty()) {
      NotTested.say("reflinks", "no XFS could be mounted");
      return;
    }
    try (ImageDisk mounted = disk.get()) {
      Cache cache = Cache.in(mounted.path().resolve("cache"));
      Integrity integrity = cache.put("key", BYTES);
      Path copy = mounted.path().resolve("copy");

      cache.blob("key").reflinkTo(copy);

      assertThat(copy).hasBinaryContent(BYTES);
      Files.writeString(copy, "changed");
      assertThat(cache.get(integrity)).isEqualTo(BYTES);
    }
  }

  @Test
  void reflink_onAFileSystemWithoutThem_isRefusedAndLeavesNothing() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(temporary, 1, 100)) {
      Cache cache = Cache.in(disk.path().resolve("cache"));
      cache.put("key", BYTES);
      Path copy = disk.path().resolve("copy");

      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> cache.blob("key").reflinkTo(copy))
          .satisfies(refused -> assertThat(refused.code()).isEqualTo(CacheError.UNSUPPORTED));
      assertThat(copy).doesNotExist();
    }
  }

  @Test
  void put_onAFullDisk_saysSoAndKeepsWhatIsThere() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(temporary, 2, 1000)) {
      Cache cache = Cache.in(disk.path().resolve("cache"));
      cache.put("key", BYTES);
      disk.fill();

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> cache.put("large", new byte[1 << 20]))
          .withMessageContaining("No space left on device");

      assertThat(cache.get("key")).isEqualTo(BYTES);
      assertThat(cache.find("large")).isEmpty();
      disk.empty();
      cache.put("large", new byte[1 << 20]);
      assertThat(cache.verify().findings()).isEmpty();
    }
  }
}
