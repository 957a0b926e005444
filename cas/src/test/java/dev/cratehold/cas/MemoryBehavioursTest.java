package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.content.Trees;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behaviours 56 to 61: what a cache has when it has stored something, and what is remembered.
final class MemoryBehavioursTest {
  /// The memory of a single request, as a user may bring it.
  private static final class MapMemory implements Memory {
    private final Map<String, Memo> memos = new HashMap<>();

    @Override
    public Optional<Memo> get(String name) {
      return Optional.ofNullable(memos.get(name));
    }

    @Override
    public void put(String name, Memo memo) {
      memos.put(name, memo);
    }

    @Override
    public void clear() {
      memos.clear();
    }
  }

  @TempDir Path root;
  private final MapMemory memory = new MapMemory();
  private Cache cache;

  @BeforeEach
  void openCache() {
    cache = Cache.in(root);
  }

  @Test
  @Behaviour(56)
  void put_done_hasItsEntry() throws IOException {
    cache.put("key", HELLO);

    assertThat(cache.find("key")).isPresent();
    assertThat(
            cache
                .async()
                .put("other", HELLO, PutOptions.DEFAULT)
                .thenCompose(_ -> cache.async().find("other"))
                .toCompletableFuture()
                .join())
        .isPresent();
  }

  @Test
  @Behaviour(57)
  void put_forNpm_marksTheDirectoryOnce() throws IOException {
    Cache npm = cache(root, Layout.NPM);
    npm.put("key", HELLO);

    Path tag = root.resolve("CACHEDIR.TAG");
    assertThat(tag).content().startsWith("Signature: 8a477f597d28d172789f06886806bc55\n");
    Files.writeString(tag, "somebody else's");
    cache(root, Layout.NPM).put("key", HELLO);
    assertThat(tag).hasContent("somebody else's");
  }

  @Test
  @Behaviour(57)
  void put_afterClearing_marksTheDirectoryAgain() throws IOException {
    Cache npm = cache(root, Layout.NPM);
    npm.put("key", HELLO);
    npm.clear();

    npm.put("key", HELLO);

    assertThat(root.resolve("CACHEDIR.TAG")).exists();
  }

  @Test
  @Behaviour(57)
  void commit_nothingInANewCacheForNpm_succeeds() throws IOException {
    try (CacheBatch batch = cache(root.resolve("new"), Layout.NPM).batch()) {
      batch.commit();
    }
  }

  @Test
  @Behaviour(57)
  void put_markCannotBeMade_saysSoAndStoresNothing() throws IOException {
    FaultyFileSystem disk = FaultyFileSystem.create();
    Cache faulty = Cache.in(disk.path(root), CacheOptions.DEFAULT.withLayout(Layout.NPM));
    Files.createDirectories(root.resolve("tmp"));
    disk.failAt(3);

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> faulty.put("key", HELLO));

    assertThat(disk.lastFault().orElseThrow()).contains("CACHEDIR.TAG");
    assertThat(faulty.find("key")).isEmpty();
    assertThat(contents(root)).isEmpty();
  }

  @Test
  @Behaviour(57)
  void put_forCacacheRs_marksNothing() throws IOException {
    cache.put("key", HELLO);
    cache(root, Layout.DUAL).put("key", HELLO);

    assertThat(root.resolve("CACHEDIR.TAG")).doesNotExist();
  }

  @Test
  @Behaviour(58)
  void find_putWithMetadata_isWhatWasInserted() throws IOException {
    cache.put("key", HELLO, PutOptions.DEFAULT.withMetadata("{\"a\":1}"));

    IndexEntry found = cache.find("key").orElseThrow();
    assertThat(found.metadata()).contains("{\"a\":1}");
    assertThat(cache.blob("key").entry()).contains(found);
    assertThat(cache.index().list()).containsExactly(found);
  }

  @Test
  @Behaviour(59)
  void stream_readToItsEnd_stillTellsEntrySizeAndIntegrity() throws IOException {
    cache.put("key", HELLO, PutOptions.DEFAULT.withMetadata("{\"a\":1}"));
    try (BlobReader reader = cache.blob("key").stream()) {
      reader.readAllBytes();

      assertThat(reader.size()).isEqualTo(11);
      assertThat(reader.integrity()).isEqualTo(HELLO_SHA256);
      assertThat(reader.entry().orElseThrow().metadata()).contains("{\"a\":1}");
    }
  }

  @Test
  @Behaviour(60)
  void get_remembered_isReadWhenTheDirectoryHasGone() throws IOException {
    MemoizedCache memoized = cache.memoized(memory);
    memoized.put("written", HELLO, PutOptions.DEFAULT);
    cache.put("read", HELLO);
    memoized.get("read");
    Trees.delete(root);

    for (String key : new String[] {"written", "read"}) {
      assertThat(memoized.get(key)).isEqualTo(HELLO);
      assertThat(memoized.find(key)).isPresent();
    }
    assertThat(memoized.get(HELLO_SHA256)).isEqualTo(HELLO);
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> cache.get("written"));
  }

  @Test
  @Behaviour(60)
  void get_memoryOfSeveralCaches_givesEachItsOwn() throws IOException {
    MemoizedCache memoized = cache.memoized(memory);
    memoized.put("key", HELLO, PutOptions.DEFAULT);

    MemoizedCache another = Cache.in(root.resolve("another")).memoized(memory);
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> another.get("key"));
    MemoizedCache byColon = Cache.in(root.resolve("a:")).memoized(memory);
    byColon.put("b", HELLO, PutOptions.DEFAULT);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> Cache.in(root.resolve("a")).memoized(memory).get(":b"));
  }

  @Test
  @Behaviour(60)
  void get_bytesThatTheUserChanges_areRememberedAsTheyWere() throws IOException {
    MemoizedCache memoized = cache.memoized(Memory.bounded());
    byte[] bytes = HELLO.clone();
    memoized.put("key", bytes, PutOptions.DEFAULT);
    bytes[0] = 'j';
    memoized.get("key")[1] = '_';

    assertThat(memoized.get("key")).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(60)
  void forget_remembered_readsFromTheDiskAgain() throws IOException {
    MemoizedCache memoized = cache.memoized(memory);
    memoized.put("key", HELLO, PutOptions.DEFAULT);
    Map<String, Memo> before = Map.copyOf(memory.memos);
    Trees.delete(root);
    memoized.forget();

    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> memoized.get("key"));
    assertThat(before.values()).extracting(Memo::bytes).contains(HELLO);
  }

  @Test
  @Behaviour(60)
  void remove_remembered_forgetsIt() throws IOException {
    MemoizedCache memoized = cache.memoized(memory);
    memoized.put("key", HELLO, PutOptions.DEFAULT);
    memoized.remove("key", Removal.ENTRY);

    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> memoized.get("key"));
    memoized.put("key", HELLO, PutOptions.DEFAULT);
    assertThat(memoized.removeContent(HELLO_SHA256)).isTrue();
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> memoized.get("key"));
  }

  @Test
  @Behaviour(61)
  void get_byDigest_isNotRememberedByKey() throws IOException {
    cache.put("key", HELLO);
    MemoizedCache memoized = cache.memoized(memory);
    memoized.get(HELLO_SHA256);
    Trees.delete(root);

    assertThat(memoized.get(HELLO_SHA256)).isEqualTo(HELLO);
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> memoized.get("key"));
  }
}
