package dev.cratehold.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a walker does by whatever means it has.
abstract class TreeWalkerContract {
  @TempDir private Path directory;
  private TreeWalker walker;

  abstract Posix posix();

  final Path directory() {
    return directory;
  }

  final TreeWalker walker() {
    return walker;
  }

  @BeforeEach
  void open() {
    walker = posix().walker();
  }

  @AfterEach
  void close() {
    walker.close();
    walker.close();
  }

  @Test
  void measure_tree_countsAllOfIt() throws IOException {
    Path root = smallTree("root");

    TreeUsage usage = walker.measure(root, new HardLinks());

    assertThat(usage.files()).isEqualTo(3);
    assertThat(usage.directories()).isEqualTo(3);
    assertThat(usage.apparentBytes()).isEqualTo(5 + 7);
    assertThat(usage.realBytes()).isPositive();
  }

  @Test
  void measure_tree_knowsTheNewestFile() throws IOException {
    Path root = smallTree("root");
    Files.setLastModifiedTime(root.resolve("one"), FileTime.fromMillis(5_000));
    Files.setLastModifiedTime(root.resolve("in/two"), FileTime.fromMillis(9_999));
    Files.delete(root.resolve("in/to"));

    assertThat(walker.measure(root, new HardLinks()).newestModified()).isEqualTo(9);
  }

  @Test
  void measure_file_countsIt() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "12345");

    TreeUsage usage = walker.measure(file, new HardLinks());

    assertThat(usage.files()).isEqualTo(1);
    assertThat(usage.directories()).isZero();
    assertThat(usage.apparentBytes()).isEqualTo(5);
  }

  @Test
  void measure_linkToDirectory_countsTheLink() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), smallTree("root"));

    TreeUsage usage = walker.measure(link, new HardLinks());

    assertThat(usage.files()).isEqualTo(1);
    assertThat(usage.directories()).isZero();
    assertThat(usage.apparentBytes()).isZero();
  }

  @Test
  void measure_linksInCircles_ends() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createSymbolicLink(root.resolve("self"), Path.of("self"));
    Files.createSymbolicLink(root.resolve("up"), Path.of(".."));

    assertThat(walker.measure(root, new HardLinks()).files()).isEqualTo(2);
  }

  @Test
  void measure_hardLinks_areRealOnce() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.write(root.resolve("one"), new byte[100_000]);
    long single = walker.measure(root, new HardLinks()).realBytes();
    Files.createLink(root.resolve("two"), root.resolve("one"));

    TreeUsage usage = walker.measure(root, new HardLinks());

    assertThat(usage.files()).isEqualTo(2);
    assertThat(usage.apparentBytes()).isEqualTo(200_000);
    assertThat(usage.realBytes()).isEqualTo(single);
  }

  @Test
  void measure_linkSeenByAnother_isNotRealAgain() throws IOException {
    Path one = Files.write(directory.resolve("one"), new byte[100_000]);
    Path two = Files.createLink(directory.resolve("two"), one);
    HardLinks seen = new HardLinks();
    walker.measure(one, seen);

    try (TreeWalker other = posix().walker()) {
      assertThat(other.measure(two, seen).realBytes()).isZero();
      assertThat(seen.isFirst(posix().identify(two))).isFalse();
    }
  }

  @Test
  void measure_skippedNames_areLeftOutBelowTheRoot() throws IOException {
    Path root = Files.createDirectory(directory.resolve(".git"));
    Files.writeString(Files.createDirectory(root.resolve(".git")).resolve("file"), "text");
    Files.writeString(Files.createDirectory(root.resolve("in")).resolve(".git"), "a file");

    TreeUsage usage = walker.measure(root, new HardLinks(), Set.of(".git"));

    assertThat(usage.files()).isEqualTo(1);
    assertThat(usage.directories()).isEqualTo(2);
  }

  @Test
  void measure_nothingThere_fails() {
    assertThatThrownBy(() -> walker.measure(directory.resolve("none"), new HardLinks()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void measure_deepTree_countsEveryLevel() throws IOException {
    assertThat(walker.measure(deepTree(100), new HardLinks()).directories()).isEqualTo(100);
  }

  @Test
  void measure_manyEntries_countsAll() throws IOException {
    Path root = wideTree(500);

    assertThat(walker.measure(root, new HardLinks()).files()).isEqualTo(500);
  }

  @Test
  void measure_oddNames_countsThem() throws IOException {
    assertThat(walker.measure(oddNames(), new HardLinks()).files()).isEqualTo(3);
  }

  @Test
  void measure_rootWithOddName_countsIt() throws IOException {
    Path root = Files.createDirectory(odd(directory, 'r', 0xff));
    Files.writeString(root.resolve("file"), "12345");

    assertThat(walker.measure(root, new HardLinks()).apparentBytes()).isEqualTo(5);
  }

  @Test
  void measure_filesThatComeAndGo_neverFails() throws Exception {
    Path root = smallTree("root");
    AtomicBoolean done = new AtomicBoolean();
    Thread other = Thread.ofPlatform().start(() -> comeAndGo(root, done));
    try {
      for (int i = 0; i < 50; i++) {
        assertThat(walker.measure(root, new HardLinks()).files()).isBetween(3L, 3L + 20);
      }
    } finally {
      done.set(true);
      other.join();
    }
  }

  @Test
  void list_directory_saysWhatIsInIt() throws IOException {
    Path root = smallTree("root");
    Files.createSymbolicLink(root.resolve("link"), Path.of("in"));

    assertThat(list(root))
        .isEqualTo(
            Map.of(
                "one", EntryType.FILE,
                "in", EntryType.DIRECTORY,
                "empty", EntryType.DIRECTORY,
                "link", EntryType.SYMLINK));
  }

  @Test
  void list_manyEntries_saysAll() throws IOException {
    assertThat(list(wideTree(500))).hasSize(500);
  }

  @Test
  void list_namesThatAreNotUtf8_areOtherAndEscaped() throws IOException {
    assertThat(list(oddNames()))
        .isEqualTo(
            Map.of(
                "new\nline", EntryType.FILE,
                "in", EntryType.DIRECTORY,
                "a\\xff\\xc3", EntryType.OTHER));
  }

  @Test
  void list_linkToDirectory_followsIt() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), smallTree("root"));

    assertThat(list(link)).hasSize(3);
  }

  @Test
  void list_file_fails() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> list(file)).isInstanceOf(NotDirectoryException.class);
  }

  @Test
  void list_nothingThere_fails() {
    assertThatThrownBy(() -> list(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void list_visitorUsesTheWalker_listsOn() throws IOException {
    Path root = wideTree(500);
    Path other = smallTree("other");
    Map<String, EntryType> found = new TreeMap<>();

    walker.list(
        root,
        (name, type) -> {
          found.put(name, type);
          walker.measure(other, new HardLinks());
        });

    assertThat(found).hasSize(500);
  }

  @Test
  void remove_tree_removesAllOfIt() throws IOException {
    Path root = smallTree("root");

    Removal removal = walker.remove(root);

    assertThat(removal).isEqualTo(new Removal(3, 3, 5 + 7, List.of()));
    assertThat(root).doesNotExist();
  }

  @Test
  void remove_file_removesIt() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "12345");

    assertThat(walker.remove(file)).isEqualTo(new Removal(1, 0, 5, List.of()));
    assertThat(file).doesNotExist();
  }

  @Test
  void remove_linkToDirectory_removesTheLinkOnly() throws IOException {
    Path root = smallTree("root");
    Path link = Files.createSymbolicLink(directory.resolve("link"), root);

    assertThat(walker.remove(link)).isEqualTo(new Removal(1, 0, 0, List.of()));
    assertThat(root.resolve("in/two")).exists();
  }

  @Test
  void remove_linksInTheTree_doesNotFollowThem() throws IOException {
    Path other = smallTree("other");
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createSymbolicLink(root.resolve("link"), other);
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));

    assertThat(walker.remove(root).isComplete()).isTrue();
    assertThat(root).doesNotExist();
    assertThat(other.resolve("in/two")).exists();
  }

  @Test
  void remove_hardLink_leavesTheOther() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Path other = Files.writeString(directory.resolve("other"), "text");
    Files.createLink(root.resolve("link"), other);

    assertThat(walker.remove(root)).isEqualTo(new Removal(1, 1, 4, List.of()));
    assertThat(other).hasContent("text");
  }

  @Test
  void remove_nothingThere_removesNothing() throws IOException {
    assertThat(walker.remove(directory.resolve("none"))).isEqualTo(Removal.NONE);
  }

  @Test
  void remove_nothingWithAName_isRefused() {
    for (Path path : List.of(Path.of("/"), directory.resolve(".."), directory.resolve("."))) {
      assertThatThrownBy(() -> walker.remove(path)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void remove_oddNames_removesThem() throws IOException {
    Path root = oddNames();

    assertThat(walker.remove(root)).isEqualTo(new Removal(3, 2, 0, List.of()));
    assertThat(root).doesNotExist();
  }

  @Test
  void remove_rootWithOddName_removesIt() throws IOException {
    Path root = Files.createDirectory(odd(directory, 'r', 0xff));

    assertThat(walker.remove(root)).isEqualTo(new Removal(0, 1, 0, List.of()));
    assertThat(root).doesNotExist();
  }

  @Test
  void remove_deepTree_removesEveryLevel() throws IOException {
    assertThat(walker.remove(deepTree(100)).directories()).isEqualTo(100);
  }

  @Test
  void remove_manyEntries_removesAll() throws IOException {
    Path root = wideTree(500);

    assertThat(walker.remove(root).files()).isEqualTo(500);
    assertThat(root).doesNotExist();
  }

  @Test
  void remove_unwritableDirectory_removesIt() throws IOException {
    Path root = smallTree("root");
    Files.setPosixFilePermissions(root.resolve("in"), PosixFilePermissions.fromString("r-xr-xr-x"));

    assertThat(walker.remove(root).isComplete()).isTrue();
    assertThat(root).doesNotExist();
  }

  @Test
  void remove_whatTheSystemKeeps_namesEachAndWhy() throws IOException {
    // Nobody can remove a process's files, not even root.
    Path root = Path.of("/proc/self/attr");

    Removal removal = walker.remove(root);

    assertThat(removal.files() + removal.directories()).isZero();
    assertThat(removal.failures())
        .hasSizeGreaterThan(1)
        .contains(new Removal.Failure(root.resolve("current"), "Operation not permitted"));
  }

  @Test
  void remove_filesThatComeAndGo_neverThrows() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Path root = directory.resolve("root");
    Thread other = Thread.ofPlatform().start(() -> comeAndGo(root, done));
    try {
      for (int i = 0; i < 50; i++) {
        smallTree("root");
        walker.remove(root);
      }
    } finally {
      done.set(true);
      other.join();
    }
    assertThat(walker.remove(root).isComplete()).isTrue();
    assertThat(root).doesNotExist();
  }

  private Map<String, EntryType> list(Path root) throws IOException {
    Map<String, EntryType> found = new TreeMap<>();
    walker.list(root, found::put);
    return found;
  }

  /// Two directories, two files of together twelve bytes, a link.
  final Path smallTree(String name) throws IOException {
    Path root = directory.resolve(name);
    Files.createDirectories(root.resolve("in"));
    Files.createDirectories(root.resolve("empty"));
    Files.writeString(root.resolve("one"), "12345");
    Files.writeString(root.resolve("in/two"), "1234567");
    Files.deleteIfExists(root.resolve("in/to"));
    Files.createSymbolicLink(root.resolve("in/to"), Path.of("two"));
    return root;
  }

  private Path wideTree(int files) throws IOException {
    Path root = Files.createDirectory(directory.resolve("wide"));
    for (int i = 0; i < files; i++) {
      Files.createFile(root.resolve(i + " a file whose name is rather long".repeat(6)));
    }
    return root;
  }

  /// A chain of directories, made from its end so that no path is too long.
  final Path deepTree(int depth) throws IOException {
    Path root = Files.createDirectory(directory.resolve("deep"));
    for (int i = 1; i < depth; i++) {
      Path next = Files.createDirectory(directory.resolve("next"));
      Files.move(root, next.resolve("d"));
      Files.move(next, root);
    }
    return root;
  }

  private Path oddNames() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createFile(root.resolve("new\nline"));
    Files.createFile(odd(root, 'a', 0xff, 0xc3));
    Files.createFile(odd(Files.createDirectory(root.resolve("in")), 0xfe));
    return root;
  }

  static Path odd(Path in, int... bytes) {
    byte[] name = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      name[i] = (byte) bytes[i];
    }
    assertThat(new String(name, StandardCharsets.UTF_8)).contains("\ufffd");
    return FileNames.resolve(in, List.of(name));
  }

  /// Makes and removes files until told to end; that they vanish meanwhile is the point.
  private static void comeAndGo(Path root, AtomicBoolean done) {
    while (!done.get()) {
      for (int i = 0; i < 10; i++) {
        comeAndGo(root, i);
      }
    }
  }

  private static void comeAndGo(Path root, int number) {
    Path in = root.resolve("in");
    try {
      Files.writeString(in.resolve("file" + number), "text");
      Files.createDirectory(root.resolve("in" + number));
      Files.createFile(root.resolve("in" + number).resolve("file"));
      Files.delete(in.resolve("file" + number));
      Files.delete(root.resolve("in" + number).resolve("file"));
      Files.delete(root.resolve("in" + number));
    } catch (IOException gone) {
      assertThat(gone).isInstanceOf(FileSystemException.class);
    }
  }
}
