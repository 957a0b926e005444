package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CollectOptions;
import dev.cratehold.cas.Layout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Test 17, npm's `verify`: a collection of the same damaged cache counts what npm counts and
/// leaves the files that npm leaves, byte for byte.
class CacheAcceptance17VerifyTest {
  private static final OwnDriver OWN = new OwnDriver(Layout.NPM);

  @TempDir private static Path shared;
  @TempDir private Path scratch;

  /// Something that happens to a cache.
  record Damage(String label, Damaging damaging) {
    @Override
    public String toString() {
      return label;
    }
  }

  @FunctionalInterface
  interface Damaging {
    void damage(DamagedCache cache) throws Exception;
  }

  @BeforeAll
  static void makeCache() throws Exception {
    DamagedCache.make(CacheDriver.npm20(), shared);
  }

  private static Stream<Damage> damages() {
    return Stream.of(
        new Damage("none", _ -> {}),
        new Damage("garbage after a line", cache -> cache.appendTo("one", "\ngarbage")),
        new Damage(
            "garbage before a line",
            cache -> cache.rewrite("one", text -> "\nabc\t{\"key\":\"one\"}" + text)),
        new Damage(
            "a line with a wrong hash",
            cache -> cache.appendTo("one", "\n%s\t{\"key\":\"one\"}".formatted("0".repeat(40)))),
        new Damage(
            "a torn line after a whole one",
            cache -> cache.rewrite("two", text -> text + text.substring(0, text.length() - 9))),
        new Damage(
            "only a torn line's start",
            cache -> cache.rewrite("two", text -> text + text.substring(0, 60))),
        new Damage(
            "truncated content", cache -> cache.changeContent("one", text -> text.substring(1))),
        new Damage(
            "changed content",
            cache -> cache.changeContent("one", text -> "X" + text.substring(1))),
        new Damage("longer content", cache -> cache.changeContent("one", text -> text + "X")),
        new Damage("emptied content", cache -> cache.changeContent("one", _ -> "")),
        new Damage(
            "changed content of two keys",
            cache -> cache.changeContent("twin", text -> text + "X")),
        new Damage("missing content", cache -> Files.delete(cache.content("one"))),
        new Damage("missing content of two keys", cache -> Files.delete(cache.content("twin"))),
        new Damage("missing bucket", cache -> Files.delete(cache.bucket("one"))),
        new Damage("no index", cache -> Trees.delete(cache.root().resolve("index-v5"))),
        new Damage("no content", cache -> Trees.delete(cache.root().resolve("content-v2"))),
        new Damage("content that is a link to a file", DamagedCache::linkContent),
        new Damage("files in tmp, others at the root", DamagedCache::addFiles),
        new Damage(
            "the second of two contents of one entry is missing",
            cache -> Files.delete(cache.contents("both").getLast())),
        new Damage(
            "the first of two contents of one entry is missing",
            cache -> Files.delete(cache.contents("both").getFirst())));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void collect_damaged_countsAndLeavesWhatNpmDoes(Damage damage) throws Exception {
    DamagedCache damaged = DamagedCache.copy(shared, scratch.resolve("damaged"));
    damage.damaging().damage(damaged);
    Path own = scratch.resolve("own");
    CacheTrees.copy(damaged.root(), own);
    CacheVerification before = CacheVerification.of(OWN.open(own).verify());

    CacheVerification collected =
        CacheVerification.of(OWN.open(own).collect(CacheTrees.EVERYTHING));

    assertThat(before).isEqualTo(collected);
    for (CacheDriver npm : List.of(CacheDriver.npm20(), CacheDriver.npm21())) {
      Path other = scratch.resolve(npm.label());
      CacheTrees.copy(damaged.root(), other);
      assertThat(collected).as(npm.label()).isEqualTo(npm.verify(other));
      assertThat(left(own)).as(npm.label()).isEqualTo(left(other));
    }
  }

  /// The files that are left, but for the time that npm notes, the mark that npm 21 adds, and for
  /// buckets of which npm leaves an empty file.
  private static SortedMap<String, String> left(Path root) throws Exception {
    SortedMap<String, String> files = CacheTrees.files(root);
    files.remove("_lastverified");
    files.remove("CACHEDIR.TAG");
    files
        .entrySet()
        .removeIf(file -> file.getKey().startsWith("index-v5/") && file.getValue().isEmpty());
    return files;
  }

  @Test
  void collect_truncatedContent_countsAsInNpmsOwnTest() throws Exception {
    DamagedCache cache = DamagedCache.copy(shared, scratch.resolve("cache"));
    OWN.open(cache.root()).collect(CacheTrees.EVERYTHING);
    long entries = OWN.open(cache.root()).index().list().size();
    long size = Files.size(cache.content("one"));
    cache.changeContent("one", text -> text.substring(1));

    CacheVerification counted =
        CacheVerification.of(OWN.open(cache.root()).collect(CacheTrees.EVERYTHING));

    assertThat(counted.reclaimedCount()).isEqualTo(1);
    assertThat(counted.reclaimedSize()).isEqualTo(size - 1);
    assertThat(counted.badContentCount()).isEqualTo(1);
    assertThat(counted.missingContent()).isEqualTo(1);
    assertThat(counted.rejectedEntries()).isEqualTo(1);
    assertThat(counted.totalEntries()).isEqualTo(entries - 1);
  }

  @Test
  void collect_someEntriesUnwanted_countsAndLeavesWhatNpmDoes() throws Exception {
    CollectOptions options = CacheTrees.EVERYTHING.withKeep(entry -> entry.key().startsWith("t"));
    Path own = DamagedCache.copy(shared, scratch.resolve("own")).root();
    Path other = DamagedCache.copy(shared, scratch.resolve("other")).root();

    CacheVerification collected = CacheVerification.of(OWN.open(own).collect(options));

    Json counted =
        CacheDriver.npm20()
            .evaluate(
                "cacache.verify(args[0], { filter: e => e.key.startsWith('t') })",
                other.toString());
    assertThat(collected).isEqualTo(CacheVerification.parse(counted.text()));
    assertThat(collected.rejectedEntries()).isPositive();
    assertThat(left(own)).isEqualTo(left(other));
  }

  @Test
  void lastCollected_afterVerifyOfEither_isTheSameForBoth() throws Exception {
    Path root = DamagedCache.copy(shared, scratch.resolve("cache")).root();
    CacheDriver npm = CacheDriver.npm20();
    String lastRun = "cacache.verify.lastRun(args[0]).then(Number)";
    Cache cache = OWN.open(root);

    npm.verify(root);
    assertThat(npm.evaluate(lastRun, root.toString())).isEqualTo(millis(cache));
    cache.collect(CacheTrees.EVERYTHING);
    assertThat(npm.evaluate(lastRun, root.toString())).isEqualTo(millis(cache));
  }

  private static Json millis(Cache cache) throws Exception {
    return Json.Decimal.of(cache.lastCollected().map(Instant::toEpochMilli).orElseThrow());
  }

  /// No two keys that anybody knows have one SHA-256, so npm's own test replaces the function.
  @Test
  void collect_twoKeysInOneBucket_keepsBothOrWhichAreWanted() throws Exception {
    DamagedCache cache = DamagedCache.copy(shared, scratch.resolve("cache"));
    String stranger = Files.readString(cache.bucket("two"), StandardCharsets.ISO_8859_1);
    Files.delete(cache.bucket("two"));
    Files.writeString(
        cache.bucket("one"), stranger, StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
    Cache own = OWN.open(cache.root());

    own.collect(CacheTrees.EVERYTHING);
    assertThat(own.entries().map(entry -> entry.key())).contains("one", "two");
    own.collect(CacheTrees.EVERYTHING.withKeep(entry -> !entry.key().equals("one")));
    assertThat(own.entries().map(entry -> entry.key())).contains("two").doesNotContain("one");
    own.collect(CacheTrees.EVERYTHING.withKeep(_ -> false));
    assertThat(cache.bucket("one")).doesNotExist();
  }
}
