package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.append;
import static dev.cratehold.cas.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behaviours 21 to 26: all entries of a cache.
final class ListBehavioursTest {
  @TempDir Path root;
  private Cache cache;

  @BeforeEach
  void openCache() {
    cache = Cache.in(root);
  }

  @Test
  @Behaviour(21)
  void list_someKeys_givesEachOnceWithAllMembers() throws IOException {
    PutOptions options =
        PutOptions.DEFAULT.withMetadata("{\"a\":1}").withTime(Instant.ofEpochMilli(7));
    cache.put("twice", new byte[3]);
    cache.put("twice", HELLO, options);
    cache.put("once", HELLO, options);

    assertThat(cache.index().list()).containsExactlyInAnyOrder(listed("twice"), listed("once"));
    assertThat(cache.blob("once").path()).hasContent("hello world");
  }

  private static IndexEntry listed(String key) {
    return new IndexEntry(
        key,
        Optional.of(HELLO_SHA256),
        7,
        OptionalLong.of(11),
        Optional.of("{\"a\":1}"),
        Optional.empty());
  }

  @Test
  @Behaviour(22)
  void list_emptyOrMissingCache_isEmpty() throws IOException {
    assertThat(cache.index().list()).isEmpty();
    assertThat(Cache.in(root.resolve("missing")).index().list()).isEmpty();
    assertThat(Cache.in(root.resolve("missing")).entries()).isEmpty();
    assertThat(root.resolve("missing")).doesNotExist();
  }

  @Test
  @Behaviour(23)
  void list_junkAmongTheBuckets_isPassedOver() throws IOException {
    cache.put("key", HELLO);
    Files.writeString(root.resolve("index-v5/junk"), "junk");
    Files.createDirectories(root.resolve("index-v5/zz/zz"));
    Files.writeString(root.resolve("index-v5/zz/zz/junk"), "junk");
    Files.writeString(root.resolve("index-v5/aa"), "a file where a directory may be");

    assertThat(cache.index().list()).extracting(IndexEntry::key).containsExactly("key");
  }

  @Test
  @Behaviour(24)
  void list_removedKey_isAbsent() throws IOException {
    cache.put("removed", HELLO);
    cache.put("key", HELLO);
    cache.remove("removed");

    assertThat(cache.index().list()).extracting(IndexEntry::key).containsExactly("key");
  }

  @Test
  @Behaviour(25)
  void list_twoKeysInABucket_hasBoth() throws IOException {
    cache.put("key", HELLO);
    append(cache, "key", LineFormat.RUST.line(entry("collides", OTHER, 2)));

    assertThat(cache.index().list())
        .extracting(IndexEntry::key)
        .containsExactlyInAnyOrder("key", "collides");
  }

  @Test
  @Behaviour(26)
  void entries_asAStream_areTheSameAsTheList() throws IOException {
    for (int i = 0; i < 100; i++) {
      cache.put("key " + i, HELLO);
    }

    assertThat(cache.entries())
        .hasSize(100)
        .containsExactlyInAnyOrderElementsOf(cache.index().list());
    assertThat(cache.entries().parallel())
        .containsExactlyInAnyOrderElementsOf(cache.index().list());
    assertThat(cache.async().list().toCompletableFuture().join())
        .containsExactlyInAnyOrderElementsOf(cache.index().list());
  }
}
