package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.Item;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.LastUse.Evidence;
import dev.cratehold.home.gc.Candidate.Tracked;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.layout.IndexEntries;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// The entries of sparse indexes whose package no crate or source in the home is of. Those of git
/// indexes are left: cargo makes them again from the repository beside them.
final class UnneededEntries {
  private final HomeListing listing;
  private final Posix posix;
  private final CargoHome home;
  private final Markers markers;

  UnneededEntries(HomeListing listing, Posix posix) {
    this.listing = listing;
    this.posix = posix;
    this.home = listing.home();
    this.markers = new Markers(home);
  }

  /// Those of these registries.
  List<Candidate> of(Stream<String> directories) throws IOException {
    List<Candidate> found = new ArrayList<>();
    for (String directory : directories.filter(this::isSparse).toList()) {
      Set<String> cached = packages(directory);
      for (ItemId entry : IndexEntries.list(home, posix, directory)) {
        if (!cached.contains(entry.name().substring(entry.name().lastIndexOf('/') + 1))) {
          candidate(entry).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private boolean isSparse(String directory) {
    Path index = home.resolve(ItemId.index(directory));
    return Files.isRegularFile(index.resolve("config.json"))
        && !Files.exists(index.resolve(".git"));
  }

  private Optional<Candidate> candidate(ItemId entry) {
    return markers.attributes(entry).map(file -> candidate(entry, file));
  }

  private static Candidate candidate(ItemId entry, BasicFileAttributes file) {
    LastUse use =
        new LastUse(file.lastModifiedTime().toInstant().getEpochSecond(), Evidence.MODIFIED);
    Item item = new Item(entry, OptionalLong.of(file.size()), OptionalLong.of(1), use);
    return new Candidate(item, Tracked.NO_ROW, Optional.of(file.lastModifiedTime().toInstant()));
  }

  /// The names that the crates and sources of a registry may have, in lower case. Where a version
  /// begins cannot always be told (`a-1-2.0.0`), so every name that it could be counts.
  private Set<String> packages(String directory) {
    Set<String> names = new HashSet<>();
    Stream.of(ItemKind.CRATE, ItemKind.SRC)
        .flatMap(kind -> listing.names(kind, directory).stream())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .forEach(name -> addNames(name, names));
    return names;
  }

  private static void addNames(String stem, Set<String> names) {
    for (int dash = stem.indexOf('-'); dash >= 0; dash = stem.indexOf('-', dash + 1)) {
      names.add(stem.substring(0, dash));
    }
  }
}
