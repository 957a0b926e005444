package dev.cratehold.gitindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.registry.CrateName;
import dev.cratehold.store.CrateId;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitIndexTest {
  private static final String OTHER_URL = "https://crates.example";

  @TempDir private Path data;
  private TestIndex index;

  @BeforeEach
  void open() throws IOException {
    index = new TestIndex(data, GitIndexOptions.defaults().withoutInterval());
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private static String file(String name) {
    return "{\"name\":\"%s\",\"vers\":\"1.0.0\",\"cksum\":\"%s\"}\n"
        .formatted(name, "0".repeat(64));
  }

  private void put(String... names) throws IOException {
    for (String name : names) {
      index.put(name, file(name));
    }
  }

  @Test
  void advertise_emptyStore_isAnIndexWithConfigAlone() throws IOException {
    assertThat(index.files(index.head()))
        .containsOnlyKeys("config.json")
        .containsEntry(
            "config.json", "{\"dl\":\"http://h/{crate}/{version}\",\"api\":\"http://h\"}");
  }

  @Test
  void advertise_namesOfEveryLength_lieWhereCargoLooks() throws IOException {
    put("a", "Ab", "abc", "abcd", "serde", "serde_json", "se-rd");
    assertThat(index.files())
        .containsOnlyKeys(
            "1/a",
            "2/ab",
            "3/a/abc",
            "ab/cd/abcd",
            "se/rd/serde",
            "se/rd/serde_json",
            "se/-r/se-rd")
        .containsEntry("se/rd/serde", file("serde"));
  }

  @Test
  void advertise_nothingChanged_isTheSameCommit() throws IOException {
    put("serde");
    ObjectId first = index.head();
    index.clock.advance(Duration.ofHours(1));
    assertThat(index.head()).isEqualTo(first);
    put("serde");
    assertThat(index.head()).isEqualTo(first);
    index.reopen();
    assertThat(index.head()).isEqualTo(first);
  }

  @Test
  void advertise_changesAndRemovals_followTheStore() throws IOException {
    put("serde", "syn", "a");
    ObjectId first = index.head();
    index.put("serde", file("serde") + file("serde"));
    index.store.index().remove(TestIndex.MOUNT, new CrateName("syn"));
    index.store.index().remove(TestIndex.MOUNT, new CrateName("a"));

    assertThat(index.files())
        .isEqualTo(new TreeMap<>(Map.of("se/rd/serde", file("serde").repeat(2))));
    assertThat(index.history(index.head())).isEqualTo(2);
    assertThat(index.files(first)).containsKeys("3/s/syn", "1/a");
  }

  @Test
  void advertise_cannotBeWritten_isUnavailableUntilItCan() throws IOException {
    put("serde");
    Path inTheWay = index.store.gitDirectory();
    Files.writeString(inTheWay, "");
    assertThatThrownBy(() -> index.head())
        .isInstanceOf(GitIndexUnavailableException.class)
        .hasMessageContaining("log says why")
        .hasMessageNotContaining(data.toString());
    Files.delete(inTheWay);
    assertThat(index.files()).containsOnlyKeys("se/rd/serde");
  }

  @Test
  void advertise_registryForgotten_isEmptied() throws IOException {
    put("serde", "syn");
    var _ = index.head();
    var _ = index.store.index().forgetAll(TestIndex.MOUNT);
    assertThat(index.files()).isEmpty();
  }

  /// Such as one from before an upgrade, which an operator has put back.
  @Test
  void advertise_olderDatabase_isMadeAnew(@TempDir Path other) throws IOException {
    put("serde", "syn", "log");
    var _ = index.head();
    index.close();
    try (TestIndex older = new TestIndex(other, GitIndexOptions.defaults())) {
      older.put("serde", file("serde"));
    }
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(data.resolve("cratehold.db" + end));
    }
    Files.copy(other.resolve("cratehold.db"), data.resolve("cratehold.db"));
    index = new TestIndex(data, GitIndexOptions.defaults().withoutInterval());
    assertThat(index.files()).containsOnlyKeys("se/rd/serde");
  }

  @Test
  void advertise_randomChanges_areTheStoresFiles() throws IOException {
    SplittableRandom random = new SplittableRandom(19);
    SortedMap<String, String> expected = new TreeMap<>();
    for (int round = 0; round < 30; round++) {
      for (int i = 0; i < 20; i++) {
        String name = "x" + Integer.toString(random.nextInt(2000), 36);
        String body = file(name).repeat(1 + random.nextInt(3));
        String path = new CrateName(name).indexPath();
        if (random.nextInt(3) == 0) {
          index.store.index().remove(TestIndex.MOUNT, new CrateName(name));
          expected.remove(path);
        } else {
          index.put(name, body);
          expected.put(path, body);
        }
      }
      assertThat(index.files()).isEqualTo(expected);
    }
  }

  @Test
  void advertise_manyFiles_areWrittenInOnePack() throws IOException {
    for (int i = 0; i < 1500; i++) {
      put("crate" + i);
    }
    assertThat(index.files()).hasSize(1500);
    assertThat(index.packs()).isEqualTo(1);
  }

  @Test
  void advertise_versionTwo_isTheListOfCapabilities() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.index().advertise(GitForm.FULL, TestIndex.config("http://h"), "version=2", out);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("version 2", "ls-refs", "fetch");
  }

  @Test
  void advertise_twoUrls_differInConfigAlone() throws IOException {
    put("serde");
    SortedMap<String, String> one = index.files(index.head());
    SortedMap<String, String> two = index.files(index.head(GitForm.FULL, OTHER_URL));
    assertThat(two.remove("config.json")).contains(OTHER_URL);
    assertThat(one.remove("config.json")).contains("http://h/");
    assertThat(two).isEqualTo(one);
    assertThat(index.advertised(GitForm.FULL, OTHER_URL)).doesNotContain(index.head().name());
  }

  @Test
  void advertise_moreUrlsThanAllowed_isRefusedUntilOneIsIdle() throws IOException {
    index.close();
    index = new TestIndex(data, GitIndexOptions.defaults().withoutInterval().withUrls(2));
    var _ = index.head(GitForm.FULL, "http://a");
    index.clock.advance(Duration.ofMinutes(1));
    var _ = index.head(GitForm.FULL, "http://b");
    assertThatThrownBy(() -> index.head(GitForm.FULL, "http://c"))
        .isInstanceOf(GitIndexUnavailableException.class)
        .hasMessageContaining("--public-url");
    index.clock.advance(Duration.ofHours(1));
    assertThat(index.files(index.head(GitForm.FULL, "http://c"))).containsKey("config.json");
  }

  @Test
  void advertise_longHistory_beginsAnewAndKeepsTheOneBefore() throws IOException {
    index.close();
    index = new TestIndex(data, GitIndexOptions.defaults().withoutInterval().withHistory(3));
    for (int i = 0; i < 3; i++) {
      put("crate" + i);
      assertThat(index.history(index.head())).isEqualTo(i + 1);
    }
    ObjectId last = index.head();
    put("crate3");
    assertThat(index.history(index.head())).isEqualTo(1);
    assertThat(index.files()).hasSize(4);
    index.reopen();
    assertThat(index.files(last)).hasSize(4);
    assertThat(index.files()).hasSize(4);
  }

  @Test
  void advertise_cached_listsLinesOfHeldCratesAlone() throws IOException {
    TestCrate held = CrateBuilder.crate("serde", "1.0.0").build();
    TestCrate other = CrateBuilder.crate("serde", "1.0.1").build();
    index.put("serde", line(held) + line(other) + "{\"name\":\"serde\",\"vers\":\"odd\"}\n");
    put("syn");
    assertThat(cached()).isEmpty();
    index.hold(held);
    awaitListed(1);
    assertThat(cached()).isEqualTo(new TreeMap<>(Map.of("se/rd/serde", line(held))));
    index.hold(other);
    awaitListed(2);
    assertThat(cached()).containsEntry("se/rd/serde", line(held) + line(other));
    index.reopen();
    assertThat(cached()).containsEntry("se/rd/serde", line(held) + line(other));
    index.put("serde", line(other));
    assertThat(cached()).containsEntry("se/rd/serde", line(other));
    index.store.index().remove(TestIndex.MOUNT, new CrateName("serde"));
    assertThat(cached()).isEmpty();
  }

  private static String line(TestCrate crate) {
    return "{\"name\":\"%s\",\"vers\":\"%s\",\"cksum\":\"%s\",\"x\": 1}\n"
        .formatted(crate.name(), crate.version(), crate.checksum().hex());
  }

  private SortedMap<String, String> cached() throws IOException {
    SortedMap<String, String> files = index.files(index.head(GitForm.CACHED, "http://h"));
    files.remove("config.json");
    return files;
  }

  private void awaitListed(long crates) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (index.store.holdings().totals().crates() < crates) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void advertise_cachedCrateDeleted_isNotListedAnyMore() throws IOException {
    TestCrate kept = CrateBuilder.crate("serde", "1.0.0").build();
    TestCrate deleted = CrateBuilder.crate("syn", "1.0.0").build();
    index.put("serde", line(kept));
    index.put("syn", line(deleted));
    index.hold(kept);
    index.hold(deleted);
    awaitListed(2);
    assertThat(cached()).hasSize(2);
    assertThat(cached()).hasSize(2);

    assertThat(
            index.store.delete(
                new CrateId(
                    TestIndex.MOUNT, deleted.name(), deleted.version(), deleted.checksum())))
        .isTrue();

    assertThat(cached()).isEqualTo(new TreeMap<>(Map.of("se/rd/serde", line(kept))));
  }

  @Test
  void advertise_filesStillComing_isUnavailableButForTheCached() throws IOException {
    put("serde");
    var config = TestIndex.config("http://h");
    try (GitIndex coming =
        GitIndex.of(index.store, TestIndex.MOUNT, _ -> Completeness.State.COMING, index.clock)) {
      assertThatThrownBy(
              () -> coming.advertise(GitForm.FULL, config, "", OutputStream.nullOutputStream()))
          .isInstanceOf(GitIndexUnavailableException.class);
      coming.advertise(GitForm.CACHED, config, "", OutputStream.nullOutputStream());
    }
  }

  @Test
  void advertise_locksOfAProcessThatWasKilled_areRemoved() throws IOException {
    put("serde");
    ObjectId first = index.head();
    for (Path ref : references()) {
      Files.createFile(ref.resolveSibling(ref.getFileName() + ".lock"));
    }
    index.reopen();
    put("syn");
    assertThat(index.head()).isNotEqualTo(first);
    assertThat(index.files()).hasSize(2);
  }

  private List<Path> references() throws IOException {
    try (Stream<Path> files = Files.walk(index.repositoryDirectory().resolve("refs"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /// Whatever a crash takes away, the repository is made anew.
  @Test
  void advertise_damagedRepository_isMadeAnew() throws IOException {
    put("serde", "syn");
    for (String part : List.of("HEAD", "objects", "config", "refs/heads")) {
      var _ = index.head();
      index.close();
      IndexRepository.delete(index.repositoryDirectory().resolve(part));
      index = new TestIndex(data, GitIndexOptions.defaults().withoutInterval());
      assertThat(index.files()).as(part).hasSize(2);
    }
  }

  @Test
  void upload_objectMissing_isMadeAnewForTheNextClient() throws IOException {
    put("serde");
    ObjectId head = index.head();
    ObjectId blob =
        new ObjectInserter.Formatter()
            .idFor(Constants.OBJ_BLOB, file("serde").getBytes(StandardCharsets.UTF_8));
    Files.delete(
        index
            .repositoryDirectory()
            .resolve("objects/" + blob.name().substring(0, 2) + "/" + blob.name().substring(2)));
    index.reopen();
    assertThatThrownBy(() -> Clone.of(index.index(), head)).isInstanceOf(IOException.class);
    assertThat(index.files()).containsKey("se/rd/serde");
    assertThat(Clone.of(index.index(), index.head())).isGreaterThan(100);
  }

  @Test
  void upload_commitOfTheHistoryBefore_isStillThere() throws IOException {
    index.close();
    index = new TestIndex(data, GitIndexOptions.defaults().withoutInterval().withHistory(1));
    put("serde");
    ObjectId first = index.head();
    put("syn");
    assertThat(index.head()).isNotEqualTo(first);
    assertThat(Clone.of(index.index(), first)).isGreaterThan(100);
  }

  @Test
  void upload_commitThatNeverWas_isRefused() throws IOException {
    var _ = index.head();
    assertThat(Clone.answer(index.index(), ObjectId.fromString("1".repeat(40))))
        .contains("not valid");
  }

  @Test
  void advertise_updateFails_isTheIndexFromBefore() throws IOException {
    put("serde");
    ObjectId before = index.head();
    Path lock = index.repositoryDirectory().resolveSibling(TestIndex.MOUNT + ".lock");
    Files.delete(lock);
    Files.createDirectory(lock);
    put("syn");
    assertThat(index.head()).isEqualTo(before);
    Files.delete(lock);
    assertThat(index.files()).hasSize(2);
  }

  @Test
  void advertise_tooManyUrls_theOneIdleLongestGoes() throws IOException {
    index.close();
    index = new TestIndex(data, GitIndexOptions.defaults().withoutInterval().withUrls(2));
    var _ = index.head(GitForm.FULL, "http://a");
    index.clock.advance(Duration.ofMinutes(1));
    ObjectId later = index.head(GitForm.FULL, "http://b");
    index.clock.advance(Duration.ofHours(1));
    var _ = index.head(GitForm.FULL, "http://c");
    assertThat(index.head(GitForm.FULL, "http://b")).isEqualTo(later);
  }
}
