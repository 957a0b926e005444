package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.Finding;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 17, where npm's `verify` fails, miscounts, or loses what it should keep: a collection does
/// not. What npm does is shown as well, so that we notice when it does better.
class CacheVerifyDefectsTest {
  private static final int ENTRIES = 7;
  private static final int CONTENTS = 7;
  private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHERS = "other bytes".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path scratch;

  private final CacheDriver npm = CacheDriver.npm20();
  private DamagedCache own;
  private DamagedCache other;
  private Cache cache;

  @BeforeEach
  void makeCache() throws Exception {
    DamagedCache.make(npm, scratch.resolve("own"));
    own = new DamagedCache(scratch.resolve("own"));
    other = new DamagedCache(scratch.resolve("other"));
    cache = new OwnDriver(Layout.NPM).open(own.root());
    cache.collect(CacheTrees.EVERYTHING);
  }

  private CacheVerification collect() throws Exception {
    CacheTrees.copy(own.root(), other.root());
    return CacheVerification.of(cache.collect(CacheTrees.EVERYTHING));
  }

  @Test
  void collect_keyOfPrototype_isCounted() throws Exception {
    cache.put("__proto__", BYTES);

    assertThat(collect().totalEntries()).isEqualTo(ENTRIES + 1);
    assertThat(npm.verify(other.root()).totalEntries()).isEqualTo(ENTRIES);
    assertThat(cache.get("__proto__")).isEqualTo(BYTES);
  }

  @Test
  void collect_foreignFileAmongContent_isReportedAndStays() throws Exception {
    Path readme = own.root().resolve("content-v2/README");
    Files.writeString(readme, "read me");

    assertThat(collect().totalEntries()).isEqualTo(ENTRIES);
    assertThat(cache.verify().findings()).containsExactly(new Finding.ForeignFile(readme));
    assertThat(readme).hasContent("read me");
    assertNpmFails("TypeError");
  }

  @Test
  void collect_contentByXxh3_isVerified() throws Exception {
    Integrity integrity = putByXxh3();
    own.add("by xxh3", integrity);

    CacheVerification collected = collect();

    assertThat(collected.totalEntries()).isEqualTo(ENTRIES + 1);
    assertThat(collected.verifiedContent()).isEqualTo(CONTENTS + 1);
    assertThat(cache.get("by xxh3")).isEqualTo(BYTES);
    assertNpmFails("");
  }

  @Test
  void collect_unusedContentByXxh3_isDeleted() throws Exception {
    Integrity integrity = putByXxh3();

    assertThat(collect().reclaimedCount()).isEqualTo(1);
    assertThat(cache.contains(integrity)).isFalse();
    assertNpmFails("TypeError");
  }

  /// As a user of cacache-rs does, in the same directory.
  private Integrity putByXxh3() throws Exception {
    return new OwnDriver(Layout.RUST)
        .open(own.root())
        .put(BYTES, PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.XXH3));
  }

  @Test
  void collect_twoDigestsOfOneAlgorithm_keepsBothContents() throws Exception {
    Integrity one = cache.put(BYTES, PutOptions.DEFAULT);
    Integrity two = cache.put(OTHERS, PutOptions.DEFAULT);
    own.add("either", Integrity.parse(one + " " + two));

    assertThat(collect().verifiedContent()).isEqualTo(CONTENTS + 2);
    assertThat(cache.contains(one)).isTrue();
    assertThat(cache.contains(two)).isTrue();
    assertThat(npm.verify(other.root()).reclaimedCount()).isEqualTo(2);
    assertThat(other.contents(one)).noneMatch(Files::exists);
    assertThat(other.contents(two)).noneMatch(Files::exists);
  }

  @Test
  void collect_digestWithOptions_keepsItsContent() throws Exception {
    Integrity integrity = cache.put(BYTES, PutOptions.DEFAULT);
    own.add("with options", Integrity.parse(integrity + "?option"));

    assertThat(collect().totalEntries()).isEqualTo(ENTRIES + 1);
    assertThat(cache.get("with options")).isEqualTo(BYTES);
    npm.verify(other.root());
    assertThat(other.contents(integrity)).noneMatch(Files::exists);
  }

  @Test
  void collect_removedKeysAndGarbage_leaveNoBuckets() throws Exception {
    cache.put("removed", BYTES);
    cache.remove("removed");
    Path garbage = own.bucket("garbage");
    Files.createDirectories(garbage.getParent());
    Files.writeString(garbage, "\ngarbage");

    assertThat(collect().reclaimedCount()).isEqualTo(1);
    assertThat(own.bucket("removed")).doesNotExist();
    assertThat(garbage).doesNotExist();
    npm.verify(other.root());
    assertThat(other.bucket("removed")).isNotEmptyFile();
    assertThat(other.bucket("garbage")).isNotEmptyFile();
  }

  @Test
  void collect_membersThatNpmDoesNotKnow_stay() throws Exception {
    cache.put("raw", BYTES);
    Files.writeString(own.bucket("raw"), withRawMetadata(Files.readString(own.bucket("raw"))));
    String written = Files.readString(own.bucket("raw"));

    assertThat(collect().totalEntries()).isEqualTo(ENTRIES + 1);
    assertThat(own.bucket("raw")).content().isEqualTo(written);
    assertThat(npm.verify(other.root()).totalEntries()).isEqualTo(ENTRIES + 1);
    assertThat(other.bucket("raw")).content().doesNotContain("raw_metadata");
  }

  private static String withRawMetadata(String line) throws Exception {
    String json =
        line.substring(line.indexOf('\t') + 1).replaceFirst("}$", ",\"raw_metadata\":[1,2]}");
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(json.getBytes(StandardCharsets.UTF_8));
    return "\n" + HexFormat.of().formatHex(hash) + "\t" + json;
  }

  @Test
  void collect_directoryInPlaceOfContent_makesRoom() throws Exception {
    Path content = own.content("one");
    Files.delete(content);
    Files.createDirectory(content);

    assertThat(collect().missingContent()).isEqualTo(1);
    assertThat(content).doesNotExist();
    assertThat(npm.verify(other.root()).totalEntries()).isEqualTo(ENTRIES);
  }

  @Test
  void collect_contentThatIsALinkToNothing_isDeleted() throws Exception {
    own.linkContent();
    Files.delete(scratch.resolve("linked"));

    CacheVerification collected = collect();

    assertThat(own.contents("two")).allMatch(Files::exists);
    assertThat(collected).isEqualTo(npm.verify(other.root()));
    assertThat(collected.missingContent()).isEqualTo(1);
    assertThat(CacheTrees.links(own.root())).isEmpty();
    assertThat(CacheTrees.links(other.root())).hasSize(1);
  }

  @Test
  void collectAndClear_charactersOfPatternsInPath_workAsAnywhere() throws Exception {
    Path odd = scratch.resolve("[a](b){c} *? d");
    own.changeContent("one", text -> text + "X");
    Files.delete(own.bucket("two"));
    CacheTrees.copy(own.root(), odd);
    CacheVerification collected = collect();
    Path oddOfNpm = Files.createDirectory(scratch.resolve("npm")).resolve(odd.getFileName());
    CacheTrees.copy(odd, oddOfNpm);
    Cache oddCache = new OwnDriver(Layout.NPM).open(odd);

    assertThat(CacheVerification.of(oddCache.collect(CacheTrees.EVERYTHING)))
        .isEqualTo(collected)
        .isEqualTo(npm.verify(other.root()));
    assertThat(npm.verify(oddOfNpm).verifiedContent()).isZero();
    oddCache.clear();
    npm.evaluate("cacache.rm.all(args[0])", oddOfNpm.toString());
    assertThat(topLevel(odd)).isEmpty();
    assertThat(topLevel(oddOfNpm)).contains("content-v2", "index-v5");
  }

  private static Stream<String> topLevel(Path root) throws Exception {
    try (Stream<Path> files = Files.list(root)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  private void assertNpmFails(String how) {
    assertThatThrownBy(() -> npm.verify(other.root()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(how);
  }
}
