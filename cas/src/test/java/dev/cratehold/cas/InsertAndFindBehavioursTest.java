package dev.cratehold.cas;

import static dev.cratehold.cas.Samples.HELLO;
import static dev.cratehold.cas.Samples.HELLO_SHA256;
import static dev.cratehold.cas.Samples.HELLO_SHA512;
import static dev.cratehold.cas.Samples.OTHER;
import static dev.cratehold.cas.Samples.append;
import static dev.cratehold.cas.Samples.bucket;
import static dev.cratehold.cas.Samples.cache;
import static dev.cratehold.cas.Samples.contents;
import static dev.cratehold.cas.Samples.entry;
import static dev.cratehold.cas.Samples.file;
import static dev.cratehold.cas.Samples.files;
import static dev.cratehold.cas.Samples.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.index.RawMetadata;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behaviours 1 to 20: adding entries, and finding them.
final class InsertAndFindBehavioursTest {
  private static final long TIME = 1_234_567;

  @TempDir Path root;

  private Cache rust() {
    return cache(root, Layout.RUST);
  }

  private Cache npm() {
    return cache(root, Layout.NPM);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Behaviour(1)
  void insert_anEntry_writesTheLineOfTheOtherProgramByteByByte() throws IOException {
    rust()
        .index()
        .insert(
            new IndexEntry(
                "hello",
                Optional.of(HELLO_SHA256),
                TIME,
                OptionalLong.of(11),
                Optional.of("{\"a\":1}"),
                Optional.of(new RawMetadata(new byte[] {1, 2, -1}))));
    npm()
        .index()
        .insert(
            new IndexEntry(
                "hello",
                Optional.of(HELLO_SHA512),
                TIME,
                OptionalLong.of(11),
                Optional.of("{\"a\":1}"),
                Optional.empty()));

    assertThat(root.resolve("index-v5/aa/f4/c61ddcc5e8a2dabede0f3b482cd9aea9434d"))
        .hasContent(
            "\nb6e6c345da564c55fcc34ae45a4b63d0d73bc0377a89001c3384402725dbb878\t"
                + "{\"key\":\"hello\",\"integrity\":\""
                + HELLO_SHA256
                + "\",\"time\":1234567,\"size\":11,\"metadata\":{\"a\":1},\"raw_metadata\":[1,2,255]}");
    assertThat(
            root.resolve(
                "index-v5/2c/f2/4dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"))
        .hasContent(
            "\n110735f18610fe5ee16948eae2cdf65a92ea047b\t"
                + "{\"key\":\"hello\",\"integrity\":\""
                + HELLO_SHA512
                + "\",\"time\":1234567,\"size\":11,\"metadata\":{\"a\":1}}");
  }

  @Test
  @Behaviour(2)
  void find_inserted_givesAllMembersBack() throws IOException {
    IndexEntry entry =
        new IndexEntry(
            "key",
            Optional.of(HELLO_SHA256),
            TIME,
            OptionalLong.of(11),
            Optional.of("{\"foo\":\"bar\"}"),
            Optional.of(new RawMetadata(new byte[] {0, 7, -1})));
    rust().index().insert(entry);

    assertThat(rust().find("key")).contains(entry);
  }

  @Test
  @Behaviour(3)
  void find_cacheIsMissing_isEmptyAndMakesNothing() throws IOException {
    Cache missing = Cache.in(root.resolve("missing"));

    assertThat(missing.find("key")).isEmpty();
    assertThat(missing.root()).doesNotExist();
  }

  @Test
  @Behaviour(4)
  void find_linesOfAnotherKeyInTheBucket_isEmpty() throws IOException {
    append(rust(), "mine", LineFormat.RUST.line(entry("another", HELLO_SHA256, TIME)));

    assertThat(rust().find("mine")).isEmpty();
  }

  @Test
  @Behaviour(5)
  void insert_aSecondTime_keepsBothLines() throws IOException {
    rust().index().insert(entry("key", HELLO_SHA256, 1));
    rust().index().insert(entry("key", OTHER, 2));

    assertThat(lines(rust(), "key")).hasSize(2);
    assertThat(rust().index().history("key"))
        .extracting(IndexEntry::integrity)
        .containsExactly(Optional.of(OTHER), Optional.of(HELLO_SHA256));
  }

  @Test
  @Behaviour(6)
  void find_lastLineHasAnOlderTime_isTheLastLine() throws IOException {
    rust().index().insert(entry("key", HELLO_SHA256, 2000));
    rust().index().insert(entry("key", OTHER, 1000));

    assertThat(rust().find("key").orElseThrow().integrity()).contains(OTHER);
  }

  @Test
  @Behaviour(7)
  void find_keyInAnotherCase_isAnotherKey() throws IOException {
    rust().index().insert(entry("jsonstream", HELLO_SHA256, 1));
    rust().index().insert(entry("JSONStream", OTHER, 1));

    assertThat(rust().find("jsonstream").orElseThrow().integrity()).contains(HELLO_SHA256);
    assertThat(rust().find("JSONStream").orElseThrow().integrity()).contains(OTHER);
    assertThat(rust().find("JsonStream")).isEmpty();
  }

  @Test
  @Behaviour(8)
  void find_keyThatIsNoFileName_isFound() throws IOException {
    String key = ";;!registry\nhttps://example.com/back \\ slash@Cool™?";
    rust().put(key, HELLO);
    npm().put(key, HELLO);

    assertThat(rust().find(key).orElseThrow().key()).isEqualTo(key);
    assertThat(npm().find(key).orElseThrow().key()).isEqualTo(key);
    assertThat(rust().get(key)).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(9)
  void find_veryLongKey_isFound() throws IOException {
    String key = IntStream.range(0, 10_000).mapToObj(String::valueOf).collect(Collectors.joining());
    assertThat(key).hasSize(38_890);
    rust().put(key, HELLO);

    assertThat(rust().find(key).orElseThrow().key()).isEqualTo(key);
  }

  @Test
  @Behaviour(10)
  void find_damagedLinesBefore_findsTheGoodOne() throws IOException {
    append(rust(), "key", "\ngarbage\n\n0123\t{}\n{\"key\":\"key\"".getBytes(UTF_8));
    rust().index().insert(entry("key", HELLO_SHA256, 1));

    assertThat(rust().find("key").orElseThrow().integrity()).contains(HELLO_SHA256);
  }

  @Test
  @Behaviour(11)
  void find_tornLineAfter_findsTheGoodOne() throws IOException {
    rust().index().insert(entry("key", HELLO_SHA256, 1));
    append(rust(), "key", "\n9cbbfe2553e7c7e1\t{\"key\":\"key\",\"integ".getBytes(UTF_8));

    assertThat(rust().find("key").orElseThrow().integrity()).contains(HELLO_SHA256);
  }

  @Test
  @Behaviour(12)
  void find_twoKeysInABucket_givesEachItsOwn() throws IOException {
    rust().index().insert(entry("key", HELLO_SHA256, 1));
    append(rust(), "key", LineFormat.RUST.line(entry("collides", OTHER, 2)));

    assertThat(rust().find("key").orElseThrow().integrity()).contains(HELLO_SHA256);
    assertThat(rust().entries()).extracting(IndexEntry::key).contains("key", "collides");
  }

  @Test
  @Behaviour(13)
  void find_noJsonWithTheRightHash_isPassedOver() throws IOException {
    rust().index().insert(entry("key", HELLO_SHA256, 1));
    String json = "{\"key\":\"key\",\"integrity\":\"" + OTHER + "\",\"time\":2,";
    append(rust(), "key", ("\n" + sha256(json) + "\t" + json).getBytes(UTF_8));

    assertThat(rust().find("key").orElseThrow().integrity()).contains(HELLO_SHA256);
  }

  @Test
  @Behaviour(14)
  void put_anyKindOfMetadata_givesItBack() throws IOException {
    for (Cache cache : List.of(rust(), npm())) {
      for (String json : List.of("\"text\"", "42", "-1.50", "{\"a\":[1,{}]}", "[]", "true")) {
        cache.put(json, HELLO, PutOptions.DEFAULT.withMetadata(json));

        assertThat(cache.find(json).orElseThrow().metadata()).contains(json);
      }
      cache.put("null", HELLO, PutOptions.DEFAULT.withMetadata("null"));
      cache.put("absent", HELLO);

      assertThat(cache.find("null").orElseThrow().metadata()).isEmpty();
      assertThat(cache.find("absent").orElseThrow().metadata()).isEmpty();
    }
  }

  @Test
  @Behaviour(14)
  void insert_metadataWithLineBreaks_isFound() throws IOException {
    for (Cache cache : List.of(rust(), npm())) {
      IndexEntry entry =
          new IndexEntry(
              "key",
              Optional.of(HELLO_SHA256),
              TIME,
              OptionalLong.of(11),
              Optional.of("{\n  \"a\":\t[1, \"b c\"]\r\n}\n"),
              Optional.empty());
      cache.index().insert(entry);

      assertThat(cache.find("key").orElseThrow().metadata()).contains("{\"a\":[1,\"b c\"]}");
    }
  }

  @Test
  @Behaviour(14)
  void insert_metadataThatIsNoJson_isRefused() {
    for (Cache cache : List.of(rust(), npm())) {
      for (String json : List.of("", "{", "1,2", "1}{", "{\"a\":1,\"key\":2}}", "\n")) {
        assertThatExceptionOfType(RefusedException.class)
            .isThrownBy(() -> cache.put("key", HELLO, PutOptions.DEFAULT.withMetadata(json)))
            .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.ENTRY_REFUSED));
        assertThatExceptionOfType(RefusedException.class)
            .isThrownBy(() ->
                cache
                    .index()
                    .insert(
                        new IndexEntry(
                            "key",
                            Optional.of(HELLO_SHA256),
                            TIME,
                            OptionalLong.of(11),
                            Optional.of(json),
                            Optional.empty())));
      }
    }
  }

  @Test
  @Behaviour(2)
  void put_timeBefore1970_isFoundOrRefused() throws IOException {
    PutOptions before = PutOptions.DEFAULT.withTime(Instant.ofEpochMilli(-1));

    npm().put("key", HELLO, before);
    assertThat(npm().find("key").orElseThrow().time()).isEqualTo(-1);
    for (Cache cache : List.of(rust(), cache(root, Layout.DUAL))) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> cache.put("key", HELLO, before))
          .satisfies(e -> assertThat(e.code()).isEqualTo(CacheError.ENTRY_REFUSED));
    }
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() ->
            rust()
                .index()
                .insert(
                    new IndexEntry(
                        "key",
                        Optional.of(HELLO_SHA256),
                        TIME,
                        OptionalLong.of(-1),
                        Optional.empty(),
                        Optional.empty())));
    assertThat(rust().find("key")).isEmpty();
  }

  @Test
  @Behaviour(15)
  void remove_aKey_addsALineWithoutIntegrity() throws IOException {
    npm().put("key", HELLO);

    npm().remove("key");

    assertThat(npm().find("key")).isEmpty();
    assertThat(lines(npm(), "key"))
        .hasSize(2)
        .last()
        .asString()
        .contains("{\"key\":\"key\",\"integrity\":null,\"time\":");
  }

  @Test
  @Behaviour(16)
  void put_afterRemoval_revivesTheKey() throws IOException {
    rust().put("key", HELLO);
    rust().remove("key");

    rust().put("key", HELLO);

    assertThat(rust().get("key")).isEqualTo(HELLO);
  }

  @Test
  @Behaviour(17)
  void remove_withHistory_removesTheBucketAndKeepsTheContent() throws IOException {
    rust().put("key", HELLO);

    rust().remove("key", Removal.HISTORY);

    assertThat(bucket(rust(), "key")).doesNotExist();
    assertThat(rust().get(HELLO_SHA256)).isEqualTo(HELLO);
    rust().remove("key", Removal.HISTORY);
  }

  @Test
  @Behaviour(17)
  void remove_withHistoryInASharedBucket_keepsTheLinesOfTheOtherKey() throws IOException {
    rust().put("key", HELLO);
    append(rust(), "key", LineFormat.RUST.line(entry("collides", OTHER, 2)));

    rust().remove("key", Removal.HISTORY);

    assertThat(rust().find("key")).isEmpty();
    assertThat(rust().entries()).extracting(IndexEntry::key).containsExactly("collides");
  }

  @Test
  @Behaviour(18)
  void remove_withContent_removesTheContentThatNobodyElseHas() throws IOException {
    rust().put("key", HELLO);
    rust().put("shared", new byte[1]);
    rust().put("also shared", new byte[1]);

    rust().remove("key", Removal.CONTENT);
    rust().remove("shared", Removal.CONTENT);

    assertThat(file(rust(), HELLO_SHA256)).doesNotExist();
    assertThat(bucket(rust(), "key")).doesNotExist();
    assertThat(rust().get("also shared")).isEqualTo(new byte[1]);
  }

  @Test
  @Behaviour(18)
  void remove_withContentThatIsMissing_removesTheLines() throws IOException {
    rust().put("key", HELLO);
    Files.delete(file(rust(), HELLO_SHA256));

    rust().remove("key", Removal.CONTENT);

    assertThat(files(root)).isEmpty();
  }

  @Test
  @Behaviour(19)
  void insert_bucketCannotBeWritten_saysSoWithItsName() throws IOException {
    Files.createDirectories(bucket(rust(), "key"));

    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> rust().index().insert(entry("key", HELLO_SHA256, 1)))
        .withMessageContaining(bucket(rust(), "key").toString());
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> rust().remove("key"))
        .withMessageContaining(bucket(rust(), "key").toString());
  }

  @Test
  @Behaviour(19)
  void insert_directoriesAreMissing_makesThem() throws IOException {
    Cache missing = Cache.in(root.resolve("a/b/c"));

    missing.index().insert(entry("key", HELLO_SHA256, 1));

    assertThat(missing.find("key")).isPresent();
  }

  @Test
  @Behaviour(19)
  void remove_unknownKey_writesNothing() throws IOException {
    rust().remove("key");

    assertThat(files(root)).isEmpty();
  }

  @Test
  @Behaviour(19)
  void put_diskIsFullWhenTheLineIsWritten_saysSoAndTheEarlierEntryStays() throws IOException {
    FaultyFileSystem disk = FaultyFileSystem.create();
    Cache faulty = Cache.in(disk.path(root));
    rust().put("key", HELLO);
    disk.failAt(2);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> faulty.index().insert(entry("key", OTHER, 1)))
        .withMessageContaining("No space left on device");
    disk.heal();
    assertThat(rust().get("key")).isEqualTo(HELLO);
    rust().put("key", new byte[1]);
    assertThat(rust().get("key")).isEqualTo(new byte[1]);
    assertThat(contents(root)).hasSize(2);
  }

  @Test
  @Behaviour(20)
  void findAndList_bucketCannotBeRead_saySoWithItsName() throws IOException {
    Files.createDirectories(bucket(rust(), "key"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> rust().find("key"))
        .withMessageContaining(bucket(rust(), "key").toString());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> rust().index().list())
        .withMessageContaining(bucket(rust(), "key").toString());
  }

  @Test
  @Behaviour(20)
  void list_aBucketHasGone_listsTheOthers() throws IOException {
    rust().put("key", HELLO);
    Path gone = bucket(rust(), "gone");
    Files.createDirectories(gone.resolveSibling("."));
    Files.createSymbolicLink(gone, root.resolve("nowhere"));

    assertThat(rust().index().list()).extracting(IndexEntry::key).containsExactly("key");
  }
}
