package dev.cratehold.home.layout;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import dev.cratehold.posix.Capability;
import dev.cratehold.posix.EntryType;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.TreeWalker;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One pass over the directories of a Cargo home, down to the items and no further.
final class HomeReader {
  private static final String CACHE_TAG = "CACHEDIR.TAG";
  private static final Predicate<String> BUILD_DIRECTORY =
      Pattern.compile("[0-9a-f]{2}").asMatchPredicate();
  private static final Predicate<String> BUILD_NAME =
      Pattern.compile("[0-9a-f]{14}").asMatchPredicate();

  private final CargoHome home;
  private final TreeWalker walker;
  private final Map<ItemKind, SortedMap<String, List<String>>> names =
      new EnumMap<>(ItemKind.class);
  private final List<String> usersOwn = new ArrayList<>();
  private final List<Stray> strays = new ArrayList<>();

  private HomeReader(CargoHome home, TreeWalker walker) {
    this.home = home;
    this.walker = walker;
  }

  static HomeListing read(CargoHome home, Posix posix) throws IOException {
    try (TreeWalker walker = posix.walker()) {
      HomeReader reader = new HomeReader(home, walker);
      for (Entry cache : reader.readTop()) {
        reader.readCache(cache);
      }
      return reader.listing();
    }
  }

  /// Reads a dozen names, for which the JDK is fast enough: to bind the system's own calls takes 40
  /// ms, a quarter of what a command that asks only the database may take.
  static HomeListing readTop(CargoHome home, Posix posix) throws IOException {
    try (TreeWalker walker = posix.without(Capability.TREES).walker()) {
      HomeReader reader = new HomeReader(home, walker);
      reader.readTop();
      return reader.listing();
    }
  }

  private HomeListing listing() {
    return new HomeListing(home, names, usersOwn, strays);
  }

  private record Entry(String name, EntryType type) {
    boolean isDirectory() {
      return type == EntryType.DIRECTORY;
    }

    boolean isFile() {
      return type == EntryType.FILE;
    }
  }

  /// Reads the names at the top, and returns where cargo caches.
  private List<Entry> readTop() throws IOException {
    List<Entry> caches = new ArrayList<>();
    for (Entry entry : list("")) {
      switch (TopLevelName.of(entry.name)) {
        case USERS -> usersOwn.add(entry.name);
        case CACHES -> caches.add(entry);
        case BOOKKEEPING -> {}
        case UNKNOWN -> stray("", entry);
      }
    }
    return caches;
  }

  private void readCache(Entry entry) throws IOException {
    boolean mayBeLink = entry.name.equals("registry") || entry.name.equals("git");
    if (!entry.isDirectory() && !(mayBeLink && entry.type == EntryType.SYMLINK)) {
      stray("", entry);
      return;
    }
    switch (entry.name) {
      case "registry" -> readParts(entry.name, "index", "cache", "src");
      case "git" -> readParts(entry.name, "db", "checkouts");
      case "build" -> readBuild();
      default -> readLog();
    }
  }

  private void readParts(String cache, String... parts) throws IOException {
    for (Entry entry : list(cache)) {
      if (entry.isDirectory() && List.of(parts).contains(entry.name)) {
        readPart(cache + "/" + entry.name);
      } else if (!entry.name.equals(CACHE_TAG)) {
        stray(cache, entry);
      }
    }
  }

  private void readPart(String part) throws IOException {
    switch (part) {
      case "registry/index" -> readDirectories(ItemKind.INDEX);
      case "git/db" -> readDirectories(ItemKind.GIT_DB);
      case "registry/cache" ->
          readItems(ItemKind.CRATE, _ -> true, e -> e.isFile() && e.name.endsWith(".crate"));
      case "registry/src" -> readItems(ItemKind.SRC, _ -> true, Entry::isDirectory);
      default -> readItems(ItemKind.GIT_CHECKOUT, _ -> true, Entry::isDirectory);
    }
  }

  private void readBuild() throws IOException {
    readItems(ItemKind.BUILD, BUILD_DIRECTORY, e -> e.isDirectory() && BUILD_NAME.test(e.name));
  }

  private void readLog() throws IOException {
    names(ItemKind.LOG)
        .put("", readNames(ItemKind.LOG.base(), e -> e.isFile() && e.name.endsWith(".jsonl")));
  }

  /// Of these kinds the directories are the items.
  private void readDirectories(ItemKind kind) throws IOException {
    for (String directory : readNames(kind.base(), Entry::isDirectory)) {
      names(kind).put(directory, List.of());
    }
  }

  private void readItems(ItemKind kind, Predicate<String> directories, Predicate<Entry> items)
      throws IOException {
    String base = kind.base();
    for (String directory :
        readNames(base, entry -> entry.isDirectory() && directories.test(entry.name))) {
      names(kind).put(directory, readNames(base + "/" + directory, items));
    }
  }

  private SortedMap<String, List<String>> names(ItemKind kind) {
    return names.computeIfAbsent(kind, _ -> new TreeMap<>());
  }

  /// The names of the entries wanted, in order; all others are strays.
  private List<String> readNames(String directory, Predicate<Entry> wanted) throws IOException {
    List<String> found = new ArrayList<>();
    for (Entry entry : list(directory)) {
      if (wanted.test(entry)) {
        found.add(entry.name);
      } else if (!entry.name.equals(CACHE_TAG)) {
        stray(directory, entry);
      }
    }
    return found.stream().sorted().toList();
  }

  private void stray(String directory, Entry entry) {
    String path = directory.isEmpty() ? entry.name : directory + "/" + entry.name;
    strays.add(new Stray(path, entry.type));
  }

  private List<Entry> list(String directory) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      walker.list(
          home.root().resolve(directory), (name, type) -> entries.add(new Entry(name, type)));
    } catch (NoSuchFileException _) {
      // Missing, or gone since its parent was listed: it holds nothing.
      entries.clear();
    }
    return entries;
  }
}
