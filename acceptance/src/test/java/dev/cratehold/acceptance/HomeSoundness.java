package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.posix.FlockFile;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What must hold of a Cargo home whatever was killed in it: no package that cargo takes for whole
/// lacks a file, the database is sound, nobody holds a lock.
///
/// @param home the home
/// @param before its files when it was whole, relative to it
record HomeSoundness(Path home, SortedSet<String> before) {
  /// Remembers a home as it is now.
  static HomeSoundness of(Path home) throws IOException {
    return new HomeSoundness(home, files(home));
  }

  /// All files and links below a directory, relative to it.
  static SortedSet<String> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return new TreeSet<>();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> !Files.isDirectory(file))
          .map(file -> root.relativize(file).toString())
          .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }
  }

  /// The same about a copy of this home.
  HomeSoundness at(Path copy) {
    return new HomeSoundness(copy, before);
  }

  /// Checks all three.
  ///
  /// @param what was done to it, for the message
  void check(String what) throws IOException, InterruptedException {
    checkFiles(what);
    checkDatabase(what);
    checkLock(what, ".package-cache-mutate");
    checkLock(what, ".package-cache");
  }

  private void checkFiles(String what) throws IOException {
    SortedSet<String> now = files(home);
    for (String file : now) {
      if (isMarker(file) && before.contains(file)) {
        String directory = file.substring(0, file.lastIndexOf('/') + 1);
        SortedSet<String> whole = before.subSet(directory, directory + Character.MAX_VALUE);
        assertThat(now).as("%s: %s", what, directory).containsAll(whole);
      }
    }
  }

  /// `.cargo-ok` of sources and checkouts, `HEAD` of clones, where they belong.
  private static boolean isMarker(String file) {
    return file.matches(
        "registry/src/[^/]+/[^/]+/\\.cargo-ok|git/checkouts/[^/]+/[^/]+/\\.cargo-ok"
            + "|git/db/[^/]+/HEAD");
  }

  private void checkDatabase(String what) throws IOException, InterruptedException {
    Process sqlite =
        new ProcessBuilder(
                "sqlite3", home.resolve(".global-cache").toString(), "PRAGMA integrity_check")
            .redirectErrorStream(true)
            .start();
    String said = new String(sqlite.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    sqlite.waitFor();
    assertThat(said.lines().toList()).as(what).isEqualTo(List.of("ok"));
  }

  private void checkLock(String what, String name) throws IOException {
    try (FlockFile file = Posix.system().openLock(home.resolve(name))) {
      assertThat(file.tryLock(FlockFile.Mode.EXCLUSIVE))
          .as("%s: %s", what, name)
          .isEqualTo(FlockFile.Outcome.ACQUIRED);
    }
  }
}
