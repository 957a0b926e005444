package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cas.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `cratehold cas` from the shell, in directories that cacache-rs and npm's cacache wrote, and they
/// in directories that it wrote.
class CasCommandsTest {
  private static final long LIMIT_SECONDS = 120;
  private static final String KEY = "a key, with blanks \ud83e\udd80";
  private static final String METADATA = "{\"etag\":[\"x\",1.5,null]}";

  @TempDir private Path scratch;

  /// What a command came to.
  private record Result(int exit, String stdout, String stderr) {
    String expect(int code) {
      assertThat(exit).as("%s%s", stdout, stderr).isEqualTo(code);
      return stdout;
    }
  }

  static List<CacheDriver> drivers() {
    return List.of(CacheDriver.rust(), CacheDriver.npm20());
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void cas_directoryOfOther_isReadChangedAndVerified(CacheDriver driver) throws Exception {
    Path root = scratch.resolve("cache");
    Path script = scratch.resolve("script.jsonl");
    Files.writeString(
        script,
        """
        {"op":"put","key":"one","text":"the content of one","metadata":{"a":[1,null,"x"]},"time":7}
        {"op":"put","key":"two","text":"the content of two","size":18}
        {"op":"put","key":"gone","text":"the content of a key that is gone"}
        {"op":"rm","key":"gone"}
        """);
    driver.applyAll(root, script);

    assertThat(listed(root)).isEqualTo(said(driver.dump(root)));
    assertThat(cas("get", root.toString(), "one").expect(0)).isEqualTo("the content of one");
    assertThat(cas("get", root.toString(), "gone", "--json").exit()).isEqualTo(1);
    CacheVerification verified = verified(root, 0);
    assertThat(verified.totalEntries()).isEqualTo(2);
    assertThat(verified.reclaimedCount()).isEqualTo(1);
    cas("rm", root.toString(), "two").expect(0);
    put(root);
    SortedMap<String, CacheEntry> left = driver.dump(root);
    assertThat(left).containsOnlyKeys("one", KEY);
    assertPut(left);
    assertThat(listed(root)).isEqualTo(said(left));
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void cas_directoryOfOwn_isReadAndChangedByOther(CacheDriver driver) throws Exception {
    Path root = scratch.resolve("cache");
    String layout = driver.format().name().toLowerCase(Locale.ROOT);
    put(root, "--layout", layout);
    Path script = scratch.resolve("script.jsonl");
    Files.writeString(script, "{\"op\":\"put\",\"key\":\"theirs\",\"text\":\"theirs\"}\n");

    assertThat(driver.dump(root)).containsOnlyKeys(KEY);
    assertPut(driver.dump(root));
    driver.applyAll(root, script);
    assertThat(cas("get", root.toString(), "theirs").expect(0)).isEqualTo("theirs");
    assertThat(verified(root, 0).totalEntries()).isEqualTo(2);
    cas("rm", root.toString(), KEY, "--content").expect(0);
    assertThat(driver.dump(root)).containsOnlyKeys("theirs");
    assertThat(Layout.detect(root)).contains(Layout.valueOf(driver.format().name()));
  }

  private void put(Path root, String... more) throws Exception {
    Path file = Files.writeString(scratch.resolve("file"), "from the shell");
    List<String> arguments =
        new ArrayList<>(List.of("put", root.toString(), KEY, "--file", file.toString()));
    arguments.addAll(List.of("--metadata", METADATA));
    arguments.addAll(List.of(more));
    cas(arguments.toArray(String[]::new)).expect(0);
  }

  private static void assertPut(SortedMap<String, CacheEntry> entries) {
    CacheEntry entry = Optional.ofNullable(entries.get(KEY)).orElseThrow();
    String sha256 = CacheValue.sha256("from the shell".getBytes(StandardCharsets.UTF_8));
    assertThat(entry.byKey()).isEqualTo(sha256);
    assertThat(entry.byHash()).isEqualTo(sha256);
    assertThat(entry.metadata()).isEqualTo(Json.parse(METADATA));
    assertThat(entry.size()).isEqualTo(14);
  }

  private CacheVerification verified(Path root, int exit) throws Exception {
    return CacheVerification.parse(cas("verify", root.toString(), "--json").expect(exit).strip());
  }

  /// What `ls` says of each key: its integrity, time and metadata.
  private SortedMap<String, List<Object>> listed(Path root) throws Exception {
    SortedMap<String, List<Object>> entries = new TreeMap<>();
    for (String line : cas("ls", root.toString(), "--json").expect(0).lines().toList()) {
      Json.Members entry = Json.parseMembers(line);
      entries.put(
          entry.string("key"),
          List.of(
              entry.string("integrity"),
              Instant.parse(entry.string("time")).toEpochMilli(),
              entry.get("metadata")));
    }
    return entries;
  }

  private static SortedMap<String, List<Object>> said(SortedMap<String, CacheEntry> dump) {
    SortedMap<String, List<Object>> said = new TreeMap<>();
    dump.values()
        .forEach(entry ->
            said.put(entry.key(), List.of(entry.integrity(), entry.time(), entry.metadata())));
    return said;
  }

  private Result cas(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "out-", "");
    Path err = Files.createTempFile(scratch, "err-", "");
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("cratehold.command", "../cratehold"), "cas"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CRATEHOLD_"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " did not end: " + Files.readString(err));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
