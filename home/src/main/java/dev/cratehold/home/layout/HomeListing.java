package dev.cratehold.home.layout;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What is on the disk in a Cargo home: the name of every item, nothing about its size or age, and
/// whatever else lies there. Reading it asks each directory down to the items for its entries once
/// and never looks into an item, so 20,000 crates and their sources take a few milliseconds,
/// however many files they hold.
///
/// Each kind knows its directories, those of `registry/src` for [ItemKind#SRC], and the names in
/// them. Of [ItemKind#INDEX] and [ItemKind#GIT_DB] the directories are the items. Entries of an
/// index are many and seldom asked for: [IndexEntries] lists them.
///
/// A symbolic link is never an item and is not followed, with one exception: `registry` and `git`
/// themselves may be links, because reading goes on where collecting is refused.
///
/// Immutable, and safe for use by several threads.
public final class HomeListing {
  private final CargoHome home;
  private final Map<ItemKind, SortedMap<String, List<String>>> names;
  private final List<String> usersOwn;
  private final List<Stray> strays;

  HomeListing(
      CargoHome home,
      Map<ItemKind, SortedMap<String, List<String>>> names,
      List<String> usersOwn,
      List<Stray> strays) {
    this.home = home;
    this.names = new EnumMap<>(names);
    this.usersOwn = usersOwn.stream().sorted().toList();
    this.strays = strays.stream().sorted().toList();
  }

  /// Lists a Cargo home. What is missing, the home itself included, is empty.
  ///
  /// @throws IOException if a directory that is there cannot be read: who took its items for gone
  ///   would forget them
  public static HomeListing read(CargoHome home, Posix posix) throws IOException {
    return HomeReader.read(home, posix);
  }

  /// Lists the names at the top, and of the items none.
  public static HomeListing readTop(CargoHome home, Posix posix) throws IOException {
    return HomeReader.readTop(home, posix);
  }

  public CargoHome home() {
    return home;
  }

  /// The directories below the base of this kind, without strays; empty for the kinds that have
  /// none.
  public NavigableSet<String> directories(ItemKind kind) {
    return Collections.unmodifiableNavigableSet(new TreeSet<>(of(kind).keySet()));
  }

  /// The names of the items in one of these directories, in order.
  public List<String> names(ItemKind kind, String directory) {
    return of(kind).getOrDefault(directory, List.of());
  }

  /// All items of this kind, by directory, then by name.
  public Stream<ItemId> items(ItemKind kind) {
    return of(kind).entrySet().stream()
        .flatMap(entry -> items(kind, entry.getKey(), entry.getValue()));
  }

  private static Stream<ItemId> items(ItemKind kind, String directory, List<String> names) {
    return isDirectoryItself(kind)
        ? Stream.of(new ItemId(kind, directory, ""))
        : names.stream().map(name -> new ItemId(kind, directory, name));
  }

  /// How many items of this kind there are.
  public int count(ItemKind kind) {
    return isDirectoryItself(kind)
        ? of(kind).size()
        : of(kind).values().stream().mapToInt(List::size).sum();
  }

  /// Whether this item is there, as an item: a stray at its path is none.
  public boolean contains(ItemId id) {
    return isDirectoryItself(id.kind())
        ? of(id.kind()).containsKey(id.directory())
        : Collections.binarySearch(names(id.kind(), id.directory()), id.name()) >= 0;
  }

  /// The user's own files and directories at the top, by name: configuration, credentials,
  /// programs.
  public List<String> usersOwn() {
    return usersOwn;
  }

  /// What is not known, or not what its place demands.
  public List<Stray> strays() {
    return strays;
  }

  private static boolean isDirectoryItself(ItemKind kind) {
    return kind == ItemKind.INDEX || kind == ItemKind.GIT_DB;
  }

  private SortedMap<String, List<String>> of(ItemKind kind) {
    return names.getOrDefault(kind, Collections.unmodifiableSortedMap(new TreeMap<>()));
  }
}
