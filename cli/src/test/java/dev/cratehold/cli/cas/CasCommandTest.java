package dev.cratehold.cli.cas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheOptions;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cli.CommandLineUser;
import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class CasCommandTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T10:00:00.123Z"), ZoneOffset.UTC);
  private static final String HELLO = "sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";
  private static final String HELLO_512 =
      "sha512-MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+YndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw==";
  private static final byte[] BYTES = "hello world".getBytes(UTF_8);

  @TempDir Path home;

  private Path directory() {
    return home.resolve("cache");
  }

  private Outcome run(String... args) {
    return new CommandLineUser(home).run(args);
  }

  private Outcome typing(String text, String... args) {
    return new CommandLineUser(home).typing(text.getBytes(UTF_8)).run(args);
  }

  private Cache cache(Layout layout) {
    return Cache.in(directory(), CacheOptions.DEFAULT.withLayout(layout).withClock(CLOCK));
  }

  private void fill(Layout layout) throws IOException {
    cache(layout).put("key", BYTES, PutOptions.DEFAULT.withMetadata("{\"a\":1}"));
  }

  private Path onlyContent() throws IOException {
    try (Stream<Path> files = Files.walk(directory().resolve("content-v2"))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory())) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void put_standardInput_printsTheDigestAndStoresIt() throws IOException {
    Outcome outcome = typing("hello world", "cas", "put", "cache", "key");

    assertThat(outcome).isEqualTo(new Outcome(0, HELLO + "\n", ""));
    assertThat(cache(Layout.RUST).get("key")).isEqualTo(BYTES);
  }

  @Test
  void put_fileAndOptions_areStored() throws IOException {
    Files.write(home.resolve("file"), BYTES);

    Outcome outcome =
        run(
            "cas put cache key --file file --algorithm sha1 --algorithm sha512 --size 11 --metadata {} --json --layout npm --integrity "
                .concat(HELLO_512)
                .split(" "));

    assertThat(outcome.out())
        .isEqualTo(
            "{\"key\":\"key\",\"integrity\":\"%s sha1-Kq5sNclPz7QV2+lfQIuc6R7oRu0=\",\"layout\":\"npm\",\"dry_run\":false}\n"
                .formatted(HELLO_512));
    assertThat(cache(Layout.NPM).find("key").orElseThrow().metadata()).contains("{}");
  }

  @Test
  void put_dryRun_printsTheDigestAndWritesNothing() {
    Outcome outcome = typing("hello world", "cas", "put", "cache", "key", "--dry-run");

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                0,
                HELLO + "\n",
                "note: 'key' would be stored in %s in the layout rust; nothing was written\n"
                    .formatted(directory())));
    assertThat(directory()).doesNotExist();
  }

  @Test
  void put_dryRunOfWhatIsRefused_fails() {
    Outcome outcome = typing("hello world", "cas", "put", "cache", "key", "--dry-run", "--size=3");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("expected 3 bytes, found 11 bytes");
  }

  @TestFactory
  Stream<DynamicTest> put_noLayout_isThatOfTheDirectory() {
    return Stream.of(Layout.RUST, Layout.NPM, Layout.DUAL)
        .map(layout ->
            dynamicTest(
                layout.toString(),
                () -> {
                  cache(Layout.RUST).clear();
                  fill(layout);

                  assertThat(typing("x", "cas", "put", "cache", "key2", "--json").out())
                      .contains("\"layout\":\"" + CacheDirectory.word(layout) + "\"");
                  assertThat(Layout.detect(directory())).contains(layout);
                }));
  }

  @TestFactory
  Stream<DynamicTest> put_otherLayoutThanTheDirectorys_isRefused() {
    return Stream.of(
            new Layout[] {Layout.RUST, Layout.NPM},
            new Layout[] {Layout.NPM, Layout.RUST},
            new Layout[] {Layout.DUAL, Layout.NPM},
            new Layout[] {Layout.DUAL, Layout.RUST})
        .map(pair ->
            dynamicTest(
                pair[0] + " " + pair[1],
                () -> {
                  cache(Layout.RUST).clear();
                  fill(pair[0]);
                  String asked = CacheDirectory.word(pair[1]);

                  Outcome outcome = typing("x", "cas", "put", "cache", "a", "--layout", asked);

                  assertThat(outcome.code()).isEqualTo(1);
                  assertThat(outcome.err())
                      .startsWith("error: " + directory() + " has the index")
                      .contains("would not see what the layout " + asked + " writes");
                  assertThat(Layout.detect(directory())).contains(pair[0]);
                }));
  }

  @Test
  void put_dualWhereOneIs_writesBoth() throws IOException {
    fill(Layout.RUST);

    assertThat(typing("x", "cas", "put", "cache", "new", "--layout", "dual").code()).isZero();

    assertThat(cache(Layout.NPM).find("new")).isPresent();
    assertThat(cache(Layout.RUST).find("new")).isPresent();
  }

  @Test
  void put_dualWhereXxh3Is_isRefused() throws IOException {
    cache(Layout.RUST).put("key", BYTES, PutOptions.DEFAULT.withAlgorithms(HashAlgorithm.XXH3));

    assertThat(typing("x", "cas", "put", "cache", "new", "--layout", "dual").err())
        .contains("has content hashed by xxh3, on which npm's verify fails");
  }

  @Test
  void get_key_writesTheBytesAlone() throws IOException {
    fill(Layout.RUST);

    assertThat(run("cas", "get", "cache", "key")).isEqualTo(new Outcome(0, "hello world", ""));
  }

  @Test
  void get_digest_writesTheBytes() throws IOException {
    fill(Layout.NPM);

    assertThat(run("cas", "get", "cache", "--digest", HELLO_512).out()).isEqualTo("hello world");
  }

  @TestFactory
  Stream<DynamicTest> get_range_isAsInHttp() throws IOException {
    fill(Layout.RUST);
    return Stream.of("0-0 h", "0-4 hello", "6- world", "6-999 world", "10-10 d", "0-10 hello world")
        .map(line -> line.split(" ", 2))
        .map(pair ->
            dynamicTest(
                pair[0],
                () ->
                    assertThat(run("cas", "get", "cache", "key", "--range", pair[0]))
                        .isEqualTo(new Outcome(0, pair[1], ""))));
  }

  @Test
  void get_rangeBehindTheEnd_fails() throws IOException {
    fill(Layout.RUST);

    Outcome outcome = run("cas", "get", "cache", "key", "--range", "11-", "--json");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("{\"error\":{\"code\":\"RANGE_NOT_SATISFIABLE\",");
  }

  @Test
  void get_output_isAFile() throws IOException {
    fill(Layout.RUST);

    Outcome outcome = run("cas", "get", "cache", "key", "--output", "out");

    assertThat(outcome)
        .isEqualTo(new Outcome(0, "", "       Wrote 11B to " + home.resolve("out") + "\n"));
    assertThat(home.resolve("out")).hasContent("hello world");
  }

  @Test
  void get_outputOfARange_isAFile() throws IOException {
    fill(Layout.RUST);

    Outcome outcome = run("cas", "get", "cache", "key", "--output", "out", "--range=6-", "--json");

    assertThat(outcome.out())
        .isEqualTo(
            "{\"key\":\"key\",\"integrity\":\"%s\",\"range\":\"6-\",\"bytes\":5,\"output\":\"%s\"}\n"
                .formatted(HELLO, home.resolve("out")));
    assertThat(home.resolve("out")).hasContent("world");
  }

  @TestFactory
  Stream<DynamicTest> get_corrupt_givesNothingAndStays() throws IOException {
    fill(Layout.RUST);
    Path content = onlyContent();
    Files.writeString(content, "hello wurld");
    Files.writeString(home.resolve("out"), "before");

    return Stream.of("", " --range 0-1", " --output out", " --output out --range 0-1")
        .map(options ->
            dynamicTest(
                "get" + options,
                () -> {
                  Outcome outcome = run(("cas get cache key" + options).split(" "));

                  assertThat(outcome.code()).isEqualTo(1);
                  assertThat(outcome.out()).isEmpty();
                  assertThat(outcome.err())
                      .startsWith(
                          "error: cannot get 'key' from %s: stored content is corrupt, in %s: expected %s, found sha256-"
                              .formatted(directory(), content, HELLO))
                      .contains("help: store it again, which heals it");
                  assertThat(home.resolve("out")).hasContent("before");
                  assertThat(content).exists();
                }));
  }

  @Test
  void get_largeAndCorrupt_failsAtTheEnd() throws IOException {
    cache(Layout.RUST).put("key", new byte[9 << 20]);
    Path content = onlyContent();
    byte[] changed = Files.readAllBytes(content);
    changed[changed.length - 1] = 1;
    Files.write(content, changed);

    Outcome outcome = run("cas", "get", "cache", "key");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).hasSize(9 << 20);
    assertThat(outcome.err()).contains("stored content is corrupt");
  }

  @Test
  void get_noSuchKey_isATypedError() throws IOException {
    fill(Layout.RUST);

    assertThat(run("cas", "get", "cache", "nope"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "error: cannot get 'nope' from %s: there is no such entry\n  help: `cratehold cas ls` lists the keys\n"
                    .formatted(directory())));
    assertThat(run("cas", "get", "cache", "nope", "--json").err())
        .isEqualTo(
            "{\"error\":{\"code\":\"ENTRY_NOT_FOUND\",\"message\":\"cannot get 'nope' from %1$s: there is no such entry\",\"path\":\"%1$s\",\"key\":\"nope\",\"expected\":null,\"found\":null,\"help\":\"`cratehold cas ls` lists the keys\"}}\n"
                .formatted(directory()));
  }

  @Test
  void get_mismatchJson_saysExpectedAndFound() throws IOException {
    fill(Layout.RUST);
    Files.writeString(onlyContent(), "x");

    assertThat(run("cas", "get", "cache", "key", "--json").err())
        .contains(
            "\"code\":\"INTEGRITY_MISMATCH\"",
            "\"expected\":\"" + HELLO + "\"",
            "\"found\":\"sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=\"");
  }

  @Test
  void get_bucketCannotBeRead_isAnIoError() throws IOException {
    fill(Layout.RUST);
    Files.createDirectories(
        directory().resolve("index-v5/aa/f4/c61ddcc5e8a2dabede0f3b482cd9aea9434d"));

    Outcome outcome = run("cas", "get", "cache", "hello", "--json");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("{\"error\":{\"code\":\"IO_ERROR\",\"message\":\"cannot get 'hello' from ");
  }

  @Test
  void keyJson_keyThatNoArgumentCanBe_isUnderstood() throws IOException {
    cache(Layout.NPM).put("a\u0000\ud800", BYTES);

    assertThat(run("cas", "get", "cache", "--key-json", "\"a\\u0000\\ud800\"").out())
        .isEqualTo("hello world");
    assertThat(run("cas", "ls", "cache", "--json").out())
        .startsWith("{\"key\":\"a\\u0000\\ud800\",");
    assertThat(run("cas", "ls", "cache").out()).startsWith("a\\u{0}\\u{d800} ");
  }

  @Test
  void key_ofAnOption_isTakenAfterTwoDashes() {
    typing("x", "cas", "put", "cache", "--", "--json");

    assertThat(run("cas", "get", "cache", "--", "--json").out()).isEqualTo("x");
  }

  @Test
  void key_empty_isAKey() {
    typing("x", "cas", "put", "cache", "");

    assertThat(run("cas", "get", "cache", "").out()).isEqualTo("x");
  }

  @Test
  void ls_oneEntry_isOneLine() throws IOException {
    fill(Layout.RUST);

    Outcome outcome = run("cas", "ls", "cache");

    assertThat(outcome.out())
        .isEqualTo(
            "key" + " ".repeat(46) + "11B  2026-11-21T10:00:00Z  " + HELLO + "  {\"a\":1}\n");
    assertThat(outcome.err()).isEqualTo("      Listed 1 entry\n");
  }

  @Test
  void ls_json_isOneObjectALine() throws IOException {
    cache(Layout.RUST)
        .put("key", BYTES, PutOptions.DEFAULT.withRawMetadata(new byte[] {1, (byte) 255}));

    assertThat(run("cas", "ls", "cache", "--json"))
        .isEqualTo(
            new Outcome(
                0,
                "{\"key\":\"key\",\"integrity\":\"%s\",\"size\":11,\"time\":\"2026-11-21T10:00:00.123Z\",\"metadata\":null,\"raw_metadata\":[1,255]}\n"
                    .formatted(HELLO),
                ""));
  }

  @TestFactory
  Stream<DynamicTest> ls_anyWidth_noLineIsTorn() throws IOException {
    fill(Layout.RUST);
    cache(Layout.RUST).put("k\n".repeat(300), BYTES);

    return Stream.of(40, 60, 80, 100, 120, 200)
        .map(columns ->
            dynamicTest(
                columns + " columns",
                () ->
                    assertThat(
                            new CommandLineUser(home).at(columns).run("cas", "ls", "cache").out())
                        .hasLineCount(2)
                        .satisfies(text ->
                            assertThat(text.lines()).allMatch(l -> Fit.columns(l) <= columns))));
  }

  @Test
  void reading_bothIndexes_theLaterLineCounts() throws IOException {
    fill(Layout.RUST);
    Cache.in(directory(), CacheOptions.DEFAULT.withLayout(Layout.NPM))
        .put("key", "later".getBytes(UTF_8));

    assertThat(run("cas", "get", "cache", "key").out()).isEqualTo("later");
    assertThat(run("cas", "ls", "cache", "--json").out()).hasLineCount(1);
    assertThat(run("cas", "info", "cache").out())
        .contains(
            "layout:        dual: the indexes of npm and of cacache-rs\n", "entries:       1\n");
  }

  @Test
  void rm_key_removesTheEntryAlone() throws IOException {
    fill(Layout.DUAL);

    assertThat(run("cas", "rm", "cache", "key"))
        .isEqualTo(new Outcome(0, "", "     Removed 'key', its content stays\n"));
    assertThat(cache(Layout.NPM).find("key")).isEmpty();
    assertThat(cache(Layout.RUST).find("key")).isEmpty();
    assertThat(onlyContent()).exists();
  }

  @Test
  void rm_content_takesWhatNobodyElseHas() throws IOException {
    fill(Layout.RUST);
    cache(Layout.RUST).put("other", BYTES);

    assertThat(run("cas", "rm", "cache", "key", "--content").err())
        .isEqualTo("     Removed 'key', its content stays, since another key stands for it\n");
    assertThat(run("cas", "rm", "cache", "other", "--content", "--json").out())
        .isEqualTo(
            "{\"key\":\"other\",\"integrity\":\"%s\",\"content\":\"removed\",\"dry_run\":false}\n"
                .formatted(HELLO));
    assertThat(cache(Layout.RUST).contains(cache(Layout.RUST).put(new byte[1], PutOptions.DEFAULT)))
        .isTrue();
    assertThat(run("cas", "get", "cache", "--digest", HELLO).err()).contains("no content");
  }

  @Test
  void rm_dryRun_changesNothing() throws IOException {
    fill(Layout.RUST);
    List<String> before = files();

    Outcome outcome = run("cas", "rm", "cache", "key", "--content", "--dry-run");

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                0,
                "would remove 'key', with its content\n",
                "note: nothing was changed: --dry-run\n"));
    assertThat(files()).isEqualTo(before);
    assertThat(cache(Layout.RUST).find("key")).isPresent();
  }

  @Test
  void rm_noSuchKey_fails() throws IOException {
    fill(Layout.RUST);

    assertThat(run("cas", "rm", "cache", "nope").err())
        .startsWith("error: cannot remove 'nope' from " + directory() + ": there is no such entry");
  }

  @Test
  void rm_owned_isRefused() throws IOException {
    fill(Layout.RUST);
    Files.writeString(home.resolve("cratehold-store"), "owner = store\n");

    for (String option : List.of("--json", "--dry-run --json")) {
      Outcome outcome = run(("cas rm cache key " + option).split(" "));

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("\"code\":\"OWNED_ELSEWHERE\"");
    }
  }

  @Test
  void verify_sound_saysSo() throws IOException {
    fill(Layout.RUST);

    assertThat(run("cas", "verify", "cache"))
        .isEqualTo(new Outcome(0, "", "    Verified 1 file, 11B, of 1 entry: intact\n"));
  }

  @Test
  void verify_corruptAndMissing_areFoundAndStay() throws IOException {
    fill(Layout.RUST);
    Path content = onlyContent();
    Files.writeString(content, "hello wurld");

    Outcome outcome = run("cas", "verify", "cache");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out().lines())
        .containsExactlyInAnyOrder(
            "corrupt: %s, 11B, is not %s".formatted(directory().relativize(content), HELLO),
            "missing: the content of 'key', " + HELLO);
    assertThat(outcome.err())
        .contains(
            "Verified 0 files, 0B, of 0 entries: intact",
            "warning: 1 file is corrupt, 1 entry is without content");
    assertThat(content).hasContent("hello wurld");
  }

  @Test
  void verify_unreadable_isFoundAndCounted() throws IOException {
    fill(Layout.RUST);
    Path content = onlyContent();
    Files.delete(content);
    Files.createSymbolicLink(content, content.getFileName());
    String name = directory().relativize(content).toString();

    Outcome outcome = run("cas", "verify", "cache");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).startsWith("unreadable: " + name + ": ").hasLineCount(1);
    assertThat(outcome.err())
        .contains("warning: 0 files are corrupt, 1 cannot be read, 0 entries are without content");
    assertThat(run("cas", "verify", "cache", "--json").out())
        .contains("\"kind\":\"unreadable\"", name, HELLO, "\"reason\":\"");
  }

  @Test
  void verify_whatDoesNoHarm_isMentioned() throws IOException {
    fill(Layout.RUST);
    cache(Layout.RUST).put("lost".getBytes(UTF_8), PutOptions.DEFAULT);
    Files.writeString(directory().resolve("content-v2/README"), "x");

    Outcome outcome = run("cas", "verify", "cache");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("unreferenced: content-v2/sha256/", "4B, intact; no entry stands for it")
        .contains("foreign: content-v2/README is no content");
  }

  @Test
  void verify_owned_allContentIsInUse() throws IOException {
    cache(Layout.RUST).put(BYTES, PutOptions.DEFAULT);
    Files.writeString(home.resolve("cratehold-store"), "owner = store\n");

    assertThat(run("cas", "verify", "cache").out()).isEmpty();
  }

  @Test
  void verify_json_hasTheNamesOfNpm() throws IOException {
    fill(Layout.RUST);
    Files.delete(onlyContent());

    Outcome outcome = run("cas", "verify", "cache", "--json");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .startsWith("{\"sound\":false,\"startTime\":\"")
        .contains(
            "\"verifiedContent\":0,\"reclaimedCount\":0,\"reclaimedSize\":0,\"badContentCount\":0,"
                + "\"keptSize\":0,\"missingContent\":1,\"rejectedEntries\":1,\"totalEntries\":0,"
                + "\"findings\":[{\"kind\":\"missing\",\"key\":\"key\",\"integrity\":\""
                + HELLO)
        .endsWith("}]}\n");
  }

  @Test
  void info_text_showsTheSums() throws IOException {
    fill(Layout.NPM);
    Files.writeString(directory().resolve("_lastverified"), "1000");

    assertThat(run("cas", "info", "cache"))
        .isEqualTo(
            new Outcome(
                0,
                """
                directory:     %s
                layout:        npm
                entries:       1
                content:       1 file, 11B
                  sha512:      1 file, 11B
                last verified: 1970-01-01T00:00:01Z
                temporary:     none
                quarantine:    none
                """
                    .formatted(directory()),
                ""));
  }

  @Test
  void info_json_isOneObject() throws IOException {
    fill(Layout.RUST);
    Files.writeString(home.resolve("cratehold-store"), "owner = store\n");

    assertThat(run("cas", "info", "cache", "--json").out())
        .isEqualTo(
            "{\"directory\":\"%s\",\"layout\":\"rust\",\"entries\":1,\"content\":{\"files\":1,\"bytes\":11},\"algorithms\":{\"sha256\":{\"files\":1,\"bytes\":11}},\"last_verified\":null,\"temporary\":{\"files\":0,\"bytes\":0},\"quarantine\":{\"files\":0,\"bytes\":0},\"owner\":\"store\"}\n"
                .formatted(directory()));
  }

  @TestFactory
  Stream<DynamicTest> reading_directoryCannotBeWritten_works() throws IOException {
    fill(Layout.RUST);
    FaultyFileSystem disk = FaultyFileSystem.create();
    disk.pretendReadOnly();

    return Stream.of(
            "get cache key", "ls cache", "verify cache", "info cache", "rm cache key --dry-run")
        .map(command ->
            dynamicTest(
                command,
                () ->
                    assertThat(
                            new CommandLineUser(disk.path(home)).run(("cas " + command).split(" ")))
                        .extracting(Outcome::code)
                        .isEqualTo(0)));
  }

  private record NoCache(String name, String error) {}

  @TestFactory
  Stream<DynamicTest> anyCommand_noCache_saysWhatThereIs() throws IOException {
    Files.writeString(home.resolve("file"), "");
    Files.createDirectories(home.resolve("other/_cacache/content-v2"));
    return Stream.of(
            new NoCache("missing", "there is no directory %s"),
            new NoCache("file", "%s is a file, and a cache is a directory"),
            new NoCache("other", "%s is no cache: it has neither content-v2 nor index-v5"))
        .flatMap(directory ->
            Stream.of("get %s key", "ls %s", "verify %s", "info %s", "rm %s key")
                .map(command -> noCache(directory, command.formatted(directory.name))));
  }

  private DynamicTest noCache(NoCache directory, String command) {
    return dynamicTest(
        command,
        () -> {
          Outcome outcome = run(("cas " + command).split(" "));

          assertThat(outcome.code()).isEqualTo(1);
          assertThat(outcome.err())
              .startsWith("error: " + directory.error.formatted(home.resolve(directory.name)));
          assertThat(run(("cas " + command + " --json").split(" ")).err())
              .startsWith("{\"error\":{\"code\":\"NO_CACHE\",");
        });
  }

  @Test
  void anyCommand_directoryAroundACache_namesTheCache() throws IOException {
    Files.createDirectories(home.resolve("other/_cacache/content-v2"));

    assertThat(run("cas", "ls", "other").err())
        .contains("help: perhaps " + home.resolve("other/_cacache") + " is meant");
  }

  private record Mistake(String args, String error, String help) {}

  @TestFactory
  Stream<DynamicTest> run_mistake_explainsItAndExitsWithTwo() {
    return Stream.of(
            new Mistake("ls", "cas ls needs DIR", "see `cratehold cas ls --help`"),
            new Mistake(
                "put cache", "cas put needs KEY or --key-json", "see `cratehold cas put --help`"),
            new Mistake("get cache", "cas get needs KEY or --digest", "give one of them"),
            new Mistake(
                "get cache key --digest " + HELLO,
                "KEY and --digest exclude each other",
                "give one of them"),
            new Mistake(
                "get cache key --key-json \"a\"",
                "KEY and --key-json exclude each other",
                "give one of them"),
            new Mistake(
                "get cache --key-json a",
                "--key-json: `a` is not one JSON string",
                "give it in double quotes: '\"key\"'"),
            new Mistake(
                "get cache key --range 5-2",
                "--range: `5-2` is not a range",
                "give the first and the last byte, counted from 0: 0-1023, or 1024- for the rest"),
            new Mistake(
                "get cache --digest md5-x",
                "--digest: there is no digest of xxh3, sha1, sha256, sha384, sha512 in it: md5-x",
                "give it as `cratehold cas put` prints it: sha256-…"),
            new Mistake(
                "put cache key --algorithm md5",
                "--algorithm: `md5` is unknown",
                "one of sha512, sha384, sha256, sha1, xxh3"),
            new Mistake(
                "put cache key --layout both",
                "--layout: `both` is unknown",
                "one of rust, npm, dual"),
            new Mistake(
                "put cache key --size 1k", "--size: `1k` is not a number of bytes", "as in 1024"),
            new Mistake(
                "put cache key --metadata {a}",
                "--metadata: `{a}` is not JSON",
                "give one JSON value: '{\"etag\":\"x\"}'"),
            new Mistake(
                "ls cache key",
                "argument key is unknown to cratehold cas ls",
                "see `cratehold cas ls --help`"))
        .map(mistake ->
            dynamicTest(
                mistake.args,
                () ->
                    assertThat(run(("cas " + mistake.args).split(" ")))
                        .isEqualTo(
                            new Outcome(
                                2,
                                "",
                                "error: " + mistake.error + "\n  help: " + mistake.help + "\n"))));
  }

  @Test
  void run_mistakeJson_isOneObject() {
    assertThat(run("cas", "get", "cache", "--json").err())
        .startsWith(
            "{\"error\":{\"code\":\"USAGE\",\"message\":\"cas get needs KEY or --digest\",");
  }

  @Test
  void range_anyText_isReadOrRefused() {
    assertThat(ByteRange.parse("0-")).contains(new ByteRange(0, Long.MAX_VALUE));
    assertThat(Stream.of("", "-", "-5", "a-b", "1", "5-2", "1-2-3", "9999999999999999999-"))
        .allMatch(text -> ByteRange.parse(text).equals(Optional.empty()));
  }
}
