package dev.cratehold.cas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.testing.FaultyFileSystem;
import dev.cratehold.testing.FileOperation;
import dev.cratehold.testing.RecordedOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Test 18: what is forced to the disk, and in which order.
final class Acceptance18DurabilityTest {
  private static final byte[] BYTES = "content".getBytes(UTF_8);

  @TempDir Path temporary;

  private final FaultyFileSystem disk = FaultyFileSystem.create();
  private Path root;

  @BeforeEach
  void makeCache() {
    root = temporary.resolve("cache");
  }

  private Cache cache(Layout layout, Durability durability) {
    return Cache.in(
        disk.path(root), CacheOptions.DEFAULT.withLayout(layout).withDurability(durability));
  }

  /// The places, in the order of time, of such operations on files whose names, from the root on,
  /// match; none if there are none.
  private List<Integer> places(FileOperation operation, String pattern) {
    List<RecordedOperation> recorded = disk.recorded();
    return IntStream.range(0, recorded.size())
        .filter(i -> recorded.get(i).operation() == operation)
        .filter(i -> name(recorded.get(i)).matches(pattern))
        .boxed()
        .toList();
  }

  private String name(RecordedOperation recorded) {
    return root.relativize(recorded.file()).toString();
  }

  private int first(FileOperation operation, String pattern) {
    assertThat(places(operation, pattern)).as("%s of %s", operation, pattern).isNotEmpty();
    return places(operation, pattern).getFirst();
  }

  private int last(FileOperation operation, String pattern) {
    assertThat(places(operation, pattern)).as("%s of %s", operation, pattern).isNotEmpty();
    return places(operation, pattern).getLast();
  }

  private static final String STAGED = "tmp/.*";
  private static final String BLOB = "content-v2/.*/.*/.*/.*";
  private static final String BLOB_DIRECTORY = "content-v2/\\w+/../..";
  private static final String BUCKET = "index-v5/../../.*";
  private static final String BUCKET_DIRECTORY = "index-v5/../..";

  private void assertOrder(int... places) {
    assertThat(places).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(names = {"RUST", "NPM", "DUAL"})
  void put_full_forcesBytesNamesAndLineInThisOrder(Layout layout) throws IOException {
    cache(layout, Durability.FULL).put("key", BYTES);

    assertOrder(
        last(FileOperation.WRITE, STAGED),
        first(FileOperation.FORCE, STAGED),
        last(FileOperation.MOVE, BLOB),
        first(FileOperation.FORCE, BLOB_DIRECTORY),
        first(FileOperation.FORCE, "content-v2/\\w+/.."),
        first(FileOperation.FORCE, "content-v2/\\w+"),
        first(FileOperation.FORCE, "content-v2"),
        first(FileOperation.FORCE, ""),
        first(FileOperation.WRITE, BUCKET));
    assertOrder(
        last(FileOperation.WRITE, BUCKET),
        first(FileOperation.FORCE, BUCKET),
        first(FileOperation.FORCE, BUCKET_DIRECTORY),
        last(FileOperation.FORCE, ""));
    assertThat(places(FileOperation.FORCE, BUCKET))
        .hasSameSizeAs(places(FileOperation.WRITE, BUCKET));
  }

  @ParameterizedTest
  @EnumSource(names = {"RUST", "NPM", "DUAL"})
  void put_none_forcesNothing(Layout layout) throws IOException {
    Cache cache = cache(layout, Durability.NONE);
    cache.put("key", BYTES);
    cache.put("other", BYTES);
    cache.remove("key");
    try (CacheBatch batch = cache.batch()) {
      batch.put("batch", new byte[100], PutOptions.DEFAULT);
      batch.commit();
    }

    assertThat(places(FileOperation.FORCE, ".*")).isEmpty();
  }

  @Test
  void put_data_forcesBytesBeforeTheirNameAndNothingElse() throws IOException {
    cache(Layout.DUAL, Durability.DATA).put("key", BYTES);

    assertOrder(
        last(FileOperation.WRITE, STAGED),
        first(FileOperation.FORCE, STAGED),
        first(FileOperation.MOVE, BLOB));
    assertThat(places(FileOperation.FORCE, ".*")).hasSize(1);
  }

  @Test
  void put_fullAndContentIsThere_forcesThatBeforeTheLine() throws IOException {
    cache(Layout.RUST, Durability.NONE).put("key", BYTES);
    disk.heal();
    cache(Layout.RUST, Durability.FULL).put("other", BYTES);

    assertOrder(
        last(FileOperation.FORCE, BLOB),
        first(FileOperation.FORCE, BLOB_DIRECTORY),
        first(FileOperation.WRITE, BUCKET),
        first(FileOperation.FORCE, BUCKET));
  }

  @Test
  void put_fullAndSeveralAlgorithms_forcesAllNames() throws IOException {
    PutOptions options =
        PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.SHA1, HashAlgorithm.SHA512);
    cache(Layout.RUST, Durability.FULL).put("key", BYTES, options);

    assertThat(places(FileOperation.FORCE, "content-v2/sha1/../..")).isNotEmpty();
    assertOrder(
        last(FileOperation.MOVE, BLOB),
        first(FileOperation.FORCE, BLOB_DIRECTORY),
        last(FileOperation.FORCE, BLOB_DIRECTORY),
        first(FileOperation.WRITE, BUCKET));
  }

  @Test
  void commit_batchInFull_forcesAllBytesBeforeTheFirstNameAndAllNamesBeforeTheFirstLine()
      throws IOException {
    try (CacheBatch batch = cache(Layout.RUST, Durability.FULL).batch()) {
      for (int i = 0; i < 5; i++) {
        batch.put("key" + i, ("content " + i).getBytes(UTF_8), PutOptions.DEFAULT);
      }
      disk.heal();
      batch.commit();
    }

    assertThat(places(FileOperation.FORCE, STAGED)).hasSize(5);
    assertThat(places(FileOperation.FORCE, BLOB_DIRECTORY)).hasSize(5);
    assertThat(places(FileOperation.FORCE, BUCKET)).hasSize(5);
    assertOrder(
        last(FileOperation.FORCE, STAGED),
        first(FileOperation.MOVE, BLOB),
        last(FileOperation.MOVE, BLOB),
        first(FileOperation.FORCE, BLOB_DIRECTORY),
        last(FileOperation.FORCE, BLOB_DIRECTORY),
        first(FileOperation.WRITE, BUCKET),
        last(FileOperation.WRITE, BUCKET),
        first(FileOperation.FORCE, BUCKET));
  }

  @Test
  void link_full_forcesTheNameBeforeTheLine() throws IOException {
    Path target = Files.write(temporary.resolve("target"), BYTES);
    cache(Layout.RUST, Durability.FULL).link("key", target, PutOptions.DEFAULT);

    assertOrder(
        last(FileOperation.MOVE, BLOB),
        first(FileOperation.FORCE, BLOB_DIRECTORY),
        first(FileOperation.WRITE, BUCKET),
        first(FileOperation.FORCE, BUCKET));
  }

  @ParameterizedTest
  @EnumSource
  void remove_full_isOnTheDiskWhenItReturns(Removal removal) throws IOException {
    cache(Layout.DUAL, Durability.NONE).put("key", BYTES);
    disk.heal();
    cache(Layout.DUAL, Durability.FULL).remove("key", removal);

    FileOperation change = removal == Removal.ENTRY ? FileOperation.WRITE : FileOperation.DELETE;
    assertThat(places(change, BUCKET)).hasSize(2);
    assertThat(last(FileOperation.FORCE, BUCKET_DIRECTORY)).isGreaterThan(last(change, BUCKET));
  }

  /// npm's `verify` empties `tmp` while content is written.
  @Test
  void put_fullAndStagedFileIsLost_forcesItsCopy() throws IOException {
    try (CacheWriter writer =
        cache(Layout.RUST, Durability.FULL).writer("key", PutOptions.DEFAULT)) {
      writer.write(BYTES);
      try (var files = Files.list(root.resolve("tmp"))) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Integrity integrity = writer.commit();
      assertThat(cache(Layout.RUST, Durability.FULL).get(integrity)).isEqualTo(BYTES);
    }

    assertOrder(
        last(FileOperation.WRITE, STAGED),
        last(FileOperation.FORCE, STAGED),
        last(FileOperation.MOVE, BLOB),
        first(FileOperation.WRITE, BUCKET));
    assertThat(places(FileOperation.FORCE, STAGED)).hasSize(2);
  }
}
