package dev.cratehold.home.gc;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.layout.Stray;
import dev.cratehold.posix.EntryType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds leftovers: what lost its parent, what another name has taken the place of, directories
/// with nothing in them, and downloads that another tool broke off. Only what cargo's database does
/// not know can be one, and no directory in which there is anything that is not cargo's.
final class LeftoverSearch {
  private static final Pattern PARTIAL_DOWNLOAD =
      Pattern.compile(
          "registry/cache/[^/]+/[^/]+\\.crate[.-](?:part|partial|tmp|temp|download|incomplete)[^/]*");

  private static final List<ItemKind> REGISTRY_CONTENTS = List.of(ItemKind.CRATE, ItemKind.SRC);

  private final HomeListing listing;
  private final LastUses uses;
  private final Markers markers;
  private final NavigableSet<String> strays;
  private final List<Leftover> found = new ArrayList<>();

  LeftoverSearch(HomeListing listing, LastUses uses) {
    this.listing = listing;
    this.uses = uses;
    this.markers = new Markers(listing.home());
    this.strays =
        listing.strays().stream()
            .map(Stray::path)
            .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
  }

  List<Leftover> find() {
    findOrphans();
    findSuperseded();
    findEmptyDirectories();
    findPartialDownloads();
    return List.copyOf(found);
  }

  private void findOrphans() {
    for (String directory : directories(ItemKind.CRATE, ItemKind.SRC)) {
      if (isUnknown(ItemId.index(directory))) {
        add(
            // Cargo keeps no index for a local registry, and its sources are in use.
            directory.startsWith("-") ? List.of(ItemKind.CRATE) : REGISTRY_CONTENTS,
            directory,
            "its registry has neither an index here nor a row in cargo's database",
            markers::modified);
      }
    }
    for (String directory : directories(ItemKind.GIT_CHECKOUT)) {
      if (isUnknown(ItemId.gitDb(directory))) {
        add(
            List.of(ItemKind.GIT_CHECKOUT),
            directory,
            "its repository has neither a clone here nor a row in cargo's database",
            markers::modified);
      }
    }
  }

  private boolean isUnknown(ItemId parent) {
    return !listing.contains(parent) && !uses.has(parent);
  }

  /// Their files may be read by a cargo that keeps no database, so a use is also when they were
  /// read.
  private void findSuperseded() {
    Superseded superseded = Superseded.in(listing);
    superseded
        .registries()
        .forEach((old, today) -> addSuperseded(ItemId.index(old), REGISTRY_CONTENTS, today));
    superseded
        .repositories()
        .forEach((old, today) ->
            addSuperseded(ItemId.gitDb(old), List.of(ItemKind.GIT_CHECKOUT), today));
  }

  private void addSuperseded(ItemId parent, List<ItemKind> contents, String today) {
    if (!uses.has(parent) && listing.contains(parent)) {
      List<ItemKind> kinds = Stream.concat(Stream.of(parent.kind()), contents.stream()).toList();
      add(kinds, parent.directory(), "cargo names it " + today + " since 1.85", markers::touched);
    }
  }

  private void findEmptyDirectories() {
    for (ItemKind kind : List.of(ItemKind.CRATE, ItemKind.SRC, ItemKind.GIT_CHECKOUT)) {
      for (String directory : listing.directories(kind)) {
        ItemId id = leftover(kind, directory);
        if (listing.names(kind, directory).isEmpty() && holdsNoStray(id)) {
          add(id, "it is an empty directory", List.of(), newest(Stream.of(id), markers::modified));
        }
      }
    }
  }

  private void findPartialDownloads() {
    for (Stray stray : listing.strays()) {
      if (stray.type() == EntryType.FILE && PARTIAL_DOWNLOAD.matcher(stray.path()).matches()) {
        ItemId id = ItemId.leftover(stray.path());
        add(
            id,
            "it is a download that another tool broke off",
            List.of(),
            newest(Stream.of(id), markers::modified));
      }
    }
  }

  /// The directories of one name, which are of one age because they are of use together.
  private void add(
      List<ItemKind> kinds,
      String directory,
      String evidence,
      Function<ItemId, Optional<Instant>> time) {
    List<ItemKind> there = kinds.stream().filter(kind -> isFilled(kind, directory)).toList();
    long newest = newest(there.stream().flatMap(kind -> items(kind, directory)), time);
    for (ItemKind kind : there) {
      ItemId id = leftover(kind, directory);
      if (holdsNoStray(id)) {
        add(id, evidence, items(kind, directory).toList(), newest);
      }
    }
  }

  /// What shows no time is left alone.
  private void add(ItemId id, String evidence, List<ItemId> holds, long newest) {
    if (newest > 0 && found.stream().noneMatch(other -> other.id().equals(id))) {
      found.add(new Leftover(id, evidence, newest, holds));
    }
  }

  private boolean isFilled(ItemKind kind, String directory) {
    return listing.directories(kind).contains(directory)
        && items(kind, directory).findAny().isPresent();
  }

  private Stream<ItemId> items(ItemKind kind, String directory) {
    return switch (kind) {
      case INDEX -> Stream.of(ItemId.index(directory));
      case GIT_DB -> Stream.of(ItemId.gitDb(directory));
      case CRATE, SRC, GIT_CHECKOUT, INDEX_ENTRY, BUILD, LOG, LEFTOVER ->
          listing.names(kind, directory).stream().map(name -> new ItemId(kind, directory, name));
    };
  }

  private boolean holdsNoStray(ItemId directory) {
    String prefix = directory.path() + "/";
    return Optional.ofNullable(strays.ceiling(prefix)).filter(s -> s.startsWith(prefix)).isEmpty();
  }

  private static long newest(Stream<ItemId> ids, Function<ItemId, Optional<Instant>> time) {
    return ids.flatMap(id -> time.apply(id).stream())
        .mapToLong(Instant::getEpochSecond)
        .max()
        .orElse(0);
  }

  private SortedSet<String> directories(ItemKind... kinds) {
    SortedSet<String> all = new TreeSet<>();
    Stream.of(kinds).forEach(kind -> all.addAll(listing.directories(kind)));
    return all;
  }

  private static ItemId leftover(ItemKind kind, String directory) {
    return ItemId.leftover(kind.base() + "/" + directory);
  }
}
