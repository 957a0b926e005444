package dev.cratehold.home.trash;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where things lie: the trash in a Cargo home, its runs, and the items that come and go. No path
/// that it gives leads through a symbolic link below the home.
///
/// ```
/// .cratehold/trash/
///   20261121T160000Z-1234.jsonl   the journal of a run
///   20261121T160000Z-1234/        what it took, each at its own path relative to the home
/// ```
record TrashPlaces(CargoHome home) {
  private static final String JOURNAL = ".jsonl";

  /// What is no cache, whatever anybody says.
  private static final Set<String> NEVER =
      Set.of(
          "bin", "config", "config.toml", "credentials", "credentials.toml", "env", ".cratehold");

  private static final List<String> NEVER_BEGINNING =
      List.of(".package-cache", ".global-cache", ".crates", "env.");

  Path directory() {
    return home.own().resolve("trash");
  }

  Path run(RunName name) {
    return directory().resolve(name.toString());
  }

  Path journal(RunName name) {
    return directory().resolve(name + JOURNAL);
  }

  /// The name of the run that a file in the trash belongs to, as text.
  static String runOf(String file) {
    return file.endsWith(JOURNAL) ? file.substring(0, file.length() - JOURNAL.length()) : file;
  }

  /// Refuses a trash that is somewhere else.
  void check() throws IOException {
    checkDirectory(home.own());
    checkDirectory(directory());
  }

  private static void checkDirectory(Path directory) throws IOException {
    boolean there = Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    if (there && !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "%s must be a directory of its own, and it is a symbolic link or a file: move it away"
              .formatted(directory));
    }
  }

  /// Makes the trash if it is missing.
  void make() throws IOException {
    make(home.own());
    make(directory());
  }

  private static void make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      checkDirectory(directory);
    }
  }

  /// Where an item lies in the home.
  ///
  /// @throws IOException if a directory on the way is a symbolic link, or it is no item at all
  Path item(ItemId id) throws IOException {
    return below(home.root(), relative(id), new HashSet<>());
  }

  /// Where an item lies in the trash of a run, or would.
  Path item(RunName run, ItemId id) throws IOException {
    return below(run(run), relative(id), new HashSet<>());
  }

  /// The path of an item relative to the home.
  ///
  /// @throws IOException if it is no item at all
  Path relative(ItemId id) throws IOException {
    String path = id.path();
    List<String> names = List.of(path.split("/", -1));
    for (String name : names) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw new IOException("this is no path of a cached item: " + path);
      }
    }
    Path relative = home.root().getFileSystem().getPath(path);
    if (isNever(names.getFirst()) || Marker.isPart(relative)) {
      throw new IOException("this is no cached item and stays: " + path);
    }
    return relative;
  }

  /// What is at `relative` below `root`.
  ///
  /// @param checked the directories on whose way no link was found before; that of this item is
  ///   added
  /// @throws IOException if a directory on the way is a symbolic link
  static Path below(Path root, Path relative, Set<Path> checked) throws IOException {
    Path item = root.resolve(relative);
    if (!checked.contains(item.getParent())) {
      Path directory = root;
      for (Path name : directories(relative)) {
        directory = directory.resolve(name);
        if (Files.isSymbolicLink(directory)) {
          throw new IOException(
              "%s is a symbolic link: what is behind it stays".formatted(directory));
        }
      }
      checked.add(item.getParent());
    }
    return item;
  }

  private static Iterable<Path> directories(Path relative) {
    Path directories = relative.getParent();
    return directories == null ? List.of() : directories;
  }

  private static boolean isNever(String name) {
    return NEVER.contains(name) || NEVER_BEGINNING.stream().anyMatch(name::startsWith);
  }
}
