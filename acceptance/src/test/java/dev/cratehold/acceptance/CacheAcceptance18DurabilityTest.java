package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cratehold.cas.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 18 of the cache: what the system is asked for, and in which order, as `strace` sees it.
class CacheAcceptance18DurabilityTest {
  private static final String STAGED = "tmp/[^/]+";
  private static final String BLOB = "content-v2/sha256/../../.+";
  private static final String BLOB_DIRECTORY = "content-v2/sha256/../..";
  private static final String BUCKET = "index-v5/../../.+";
  private static final String BUCKET_DIRECTORY = "index-v5/../..";

  /// `fsync(5<cache/x>) = 0`, and `rename("a", "b") = 0`.
  private static final Pattern CALL =
      Pattern.compile("(?m)^\\d+ +(\\w+)\\((?:\\d+<([^>]*)>|\"[^\"]*\", \"([^\"]*)\").*= \\d+");

  @TempDir private Path scratch;

  @BeforeEach
  void findStrace() {
    assumeThat(Path.of("/usr/bin/strace"))
        .as("strace is not installed, so the order of system calls is not looked at")
        .isExecutable();
  }

  /// A system call that succeeded.
  ///
  /// @param file relative to the cache; of a rename, the new name
  private record Call(String name, String file) {
    boolean is(String wantedName, String wantedFile) {
      return name.matches(wantedName) && file.matches(wantedFile);
    }
  }

  private List<Call> calls(Durability durability, String what) throws IOException {
    Path root = scratch.toRealPath().resolve("cache");
    Path trace = scratch.resolve("trace");
    Process process =
        new ProcessBuilder(
                "/usr/bin/strace",
                "-f",
                "-y",
                "-s",
                "4096",
                "-o",
                trace.toString(),
                "-e",
                "trace=write,pwrite64,fsync,fdatasync,rename",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CacheProgram.class.getName(),
                root.toString(),
                durability.name(),
                what)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(said).isZero();
    return CALL.matcher(Files.readString(trace, StandardCharsets.ISO_8859_1))
        .results()
        .map(found ->
            new Call(found.group(1), found.group(2) == null ? found.group(3) : found.group(2)))
        .filter(call -> call.file().startsWith(root.toString()))
        .map(call -> new Call(call.name(), root.relativize(Path.of(call.file())).toString()))
        .toList();
  }

  private static int first(List<Call> calls, String name, String file) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).is(name, file)) {
        return i;
      }
    }
    throw new AssertionError("no %s of %s in %s".formatted(name, file, calls));
  }

  private static int last(List<Call> calls, String name, String file) {
    return calls.size() - 1 - first(calls.reversed(), name, file);
  }

  private static void assertOrder(List<Call> calls, int... places) {
    assertThat(places).as("%s", calls).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void put_full_forcesBytesNamesAndLine() throws IOException {
    List<Call> calls = calls(Durability.FULL, "put");

    assertOrder(
        calls,
        last(calls, "p?write.*", STAGED),
        first(calls, "f(data)?sync", STAGED),
        last(calls, "rename", BLOB),
        first(calls, "fsync", BLOB_DIRECTORY),
        first(calls, "fsync", "content-v2"),
        first(calls, "fsync", ""),
        first(calls, "p?write.*", BUCKET),
        first(calls, "fsync", BUCKET),
        first(calls, "fsync", BUCKET_DIRECTORY),
        last(calls, "fsync", ""));
  }

  @Test
  void put_none_forcesNothing() throws IOException {
    List<Call> calls = calls(Durability.NONE, "put");

    assertThat(calls).isNotEmpty().noneMatch(call -> call.is("f(data)?sync", ".*"));
  }

  @Test
  void put_data_forcesBytesAlone() throws IOException {
    List<Call> calls = calls(Durability.DATA, "put");

    assertOrder(
        calls,
        last(calls, "p?write.*", STAGED),
        first(calls, "f(data)?sync", STAGED),
        last(calls, "rename", BLOB));
    assertThat(calls.stream().filter(call -> call.is("f(data)?sync", ".*"))).hasSize(1);
  }

  @Test
  void commit_batchInFull_forcesAllBytesThenAllNamesThenAllLines() throws IOException {
    List<Call> calls = calls(Durability.FULL, "batch");

    assertOrder(
        calls,
        last(calls, "f(data)?sync", STAGED),
        first(calls, "rename", BLOB),
        last(calls, "rename", BLOB),
        first(calls, "fsync", BLOB_DIRECTORY),
        last(calls, "fsync", BLOB_DIRECTORY),
        first(calls, "p?write.*", BUCKET),
        last(calls, "p?write.*", BUCKET),
        first(calls, "fsync", BUCKET));
    assertThat(calls.stream().filter(call -> call.is("f(data)?sync", STAGED))).hasSize(3);
  }
}
