package dev.cratehold.cas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.testing.FaultyFileSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Test 19: permissions, disks that cannot be written, few file descriptors, foreign files.
final class Acceptance19OperationsTest {
  /// Fifty thousand with `-Dcas.entries=50000`.
  private static final int ENTRIES = Integer.getInteger("cas.entries", 300);

  private static final byte[] BYTES = "content".getBytes(UTF_8);

  @TempDir Path temporary;

  private final FaultyFileSystem disk = FaultyFileSystem.create();

  /// What child processes do with a cache.
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      CacheOptions options = CacheOptions.DEFAULT.withLayout(Layout.valueOf(arguments[1]));
      Cache cache = Cache.in(Path.of(arguments[0]), options);
      switch (arguments[2]) {
        case "fill" -> {
          cache.put("key", BYTES);
          cache.link("link", Path.of(arguments[3]), PutOptions.DEFAULT);
          cache.put("removed", BYTES);
          cache.remove("removed");
          cache.put("removed", BYTES);
          cache.index().compact("removed", (_, _) -> true);
          cache.collect(CollectOptions.DEFAULT);
        }
        case "look" -> {
          System.out.println(cache.index().list().size());
          System.out.println(cache.entries().parallel().count());
          System.out.println(cache.verify().verifiedContent());
          System.out.println(cache.collect(CollectOptions.DEFAULT).totalEntries());
        }
        default -> throw new IllegalArgumentException(arguments[2]);
      }
    }
  }

  /// Runs the child after a command of the shell.
  private static String run(String before, String... arguments) throws IOException {
    String start =
        before
            + "; exec \"$JAVA\" -XX:TieredStopAtLevel=1 -Xshare:auto -XX:+UseSerialGC"
            + " --enable-native-access=ALL-UNNAMED -cp \"$CHILD_PATH\" \"$0\" \"$@\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", start, Child.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA", System.getProperty("java.home") + "/bin/java");
    builder.environment().put("CHILD_PATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.onExit().join().exitValue()).as(said).isZero();
    return said;
  }

  @ParameterizedTest
  @CsvSource({
    "022, RUST, rw-r--r--, rwxr-xr-x",
    "002, NPM, rw-rw-r--, rwxrwxr-x",
    "077, DUAL, rw-------, rwx------"
  })
  void put_umask_isThatOfAllFilesAndDirectories(
      String umask, Layout layout, String ofFiles, String ofDirectories) throws IOException {
    Path root = temporary.resolve("cache");
    Path target = Files.write(temporary.resolve("target"), new byte[] {1});

    run("umask " + umask, root.toString(), layout.name(), "fill", target.toString());

    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(found -> !Files.isSymbolicLink(found)).toList()) {
        Set<PosixFilePermission> expected =
            PosixFilePermissions.fromString(Files.isDirectory(file) ? ofDirectories : ofFiles);
        assertThat(Files.getPosixFilePermissions(file)).as(file.toString()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_diskThatCannotBeWritten_attemptsNoWrite(Layout layout) throws IOException {
    fill(Cache.in(temporary, CacheOptions.DEFAULT.withLayout(Layout.DUAL)), 10);
    Cache cache = Cache.in(disk.path(temporary), CacheOptions.DEFAULT.withLayout(layout));
    disk.pretendReadOnly();

    assertThat(cache.get("key1")).isEqualTo(bytes(1));
    assertThat(cache.find("key2")).isPresent();
    assertThat(cache.find("no such key")).isEmpty();
    assertThat(cache.contains(cache.blob("key3").integrity())).isTrue();
    assertThat(cache.blob("key3").range(1, 2)).hasSize(2);
    cache.blob("key4").copyTo(new ByteArrayOutputStream());
    try (BlobReader reader = cache.blob("key5").stream()) {
      reader.check();
    }
    assertThat(cache.index().list()).hasSize(10);
    assertThat(cache.entries()).hasSize(10);
    assertThat(cache.index().history("key1")).isNotEmpty();
    assertThat(cache.verify().isSound()).isTrue();
    assertThat(cache.lastCollected()).isEmpty();
    assertThat(Layout.detect(disk.path(temporary))).contains(Layout.DUAL);

    assertThat(disk.recorded()).isEmpty();
  }

  private static void fill(Cache cache, int entries) throws IOException {
    for (int i = 0; i < entries; i++) {
      cache.put("key" + i, bytes(i));
    }
  }

  private static byte[] bytes(int number) {
    return ("content " + number).getBytes(UTF_8);
  }

  @Test
  void get_corruptContentOnADiskThatCannotBeWritten_saysThatItIsCorrupt() throws IOException {
    fill(Cache.in(temporary), 1);
    Files.write(Cache.in(temporary).blob("key0").path(), new byte[] {1});
    disk.pretendReadOnly();

    assertThatExceptionOfType(MismatchException.class)
        .isThrownBy(() -> Cache.in(disk.path(temporary)).get("key0"));
  }

  @ParameterizedTest
  @EnumSource(names = {"RUST", "NPM", "DUAL"})
  void put_diskIsFull_saysSoAndLeavesTheCacheSound(Layout layout) throws IOException {
    CacheOptions options = CacheOptions.DEFAULT.withLayout(layout);
    fill(Cache.in(temporary, options), 3);
    Cache full = Cache.in(disk.path(temporary), options);
    boolean isDone = false;
    for (int n = 1; !isDone; n++) {
      disk.fullFrom(n);
      try {
        full.put("new", bytes(99));
        isDone = true;
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("No space left on device");
        assertThat(n).isLessThan(50);
      }
      disk.heal();
      Cache cache = Cache.in(temporary, options);
      assertThat(cache.verify().findings())
          .allMatch(
              f -> f instanceof Finding.UnreferencedContent || f instanceof Finding.DamagedLines);
      assertThat(cache.get("key1")).isEqualTo(bytes(1));
      assertThat(temporary.resolve("tmp")).isEmptyDirectory();
    }
  }

  @Test
  void lookAtAll_fewFileDescriptors_areEnough() throws IOException {
    fill(Cache.in(temporary), ENTRIES);

    String said = run("ulimit -n 128", temporary.toString(), "RUST", "look", "");

    assertThat(said.lines()).containsOnly(String.valueOf(ENTRIES)).hasSize(4);
  }

  /// cacache-rs fails on each of them.
  @ParameterizedTest
  @EnumSource(names = {"RUST", "NPM", "DUAL"})
  void clear_plainFilesInTheRoot_removesAllButThem(Layout layout) throws IOException {
    Cache cache = Cache.in(temporary, CacheOptions.DEFAULT.withLayout(layout));
    fill(cache, 3);
    cache.collect(CollectOptions.DEFAULT);
    Files.writeString(temporary.resolve("_lastverified"), "1");
    Files.writeString(temporary.resolve("CACHEDIR.TAG"), "tag");
    Files.writeString(temporary.resolve("file of somebody else"), "text");

    cache.clear();

    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).containsExactly(temporary.resolve("file of somebody else"));
    }
    assertThat(cache.index().list()).isEmpty();
    fill(cache, 1);
    assertThat(cache.get("key0")).isEqualTo(bytes(0));
  }

  @Test
  void sweep_directoryOfAKilledProcess_isDeletedWithItsFiles() throws IOException {
    Cache cache = Cache.in(temporary);
    Files.writeString(cache.temporaryDirectory("mine-").resolve("file"), "text");

    assertThat(cache.sweep(Duration.ofHours(1))).isZero();
    assertThat(cache.sweep(Duration.ofHours(-1))).isEqualTo(1);

    assertThat(temporary.resolve("tmp")).isEmptyDirectory();
  }
}
