package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.layout.DirectoryNames;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.layout.SourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The directories that cargo up to 1.84 named, and that lie beside one which cargo names today.
///
/// Neither name tells its URL. That of crates.io is known, those of other registries are looked for
/// in the configuration of the home, and those of git repositories, indexes among them, in the
/// `FETCH_HEAD` of today's directory, which counts only if today's name follows from it.
///
/// @param registries today's name by the old one
/// @param repositories the same of clones
record Superseded(SortedMap<String, String> registries, SortedMap<String, String> repositories) {
  private static final String CRATES_IO_SPARSE = "sparse+https://index.crates.io/";
  private static final String CRATES_IO_GIT = "https://github.com/rust-lang/crates.io-index";

  static Superseded in(HomeListing listing) {
    SortedMap<String, String> registries = new TreeMap<>();
    CargoHome home = listing.home();
    putRegistry(CRATES_IO_SPARSE, registries);
    putRegistry(CRATES_IO_GIT, registries);
    ConfiguredRegistries.of(home).forEach(url -> putRegistry(url, registries));
    registries.values().removeIf(today -> !listing.contains(ItemId.index(today)));
    for (String today : listing.directories(ItemKind.INDEX)) {
      Path head = home.resolve(ItemId.index(today)).resolve(".git/FETCH_HEAD");
      old(
              head,
              today,
              url -> DirectoryNames.registry(SourceKind.REGISTRY, url),
              url -> DirectoryNames.registryBefore185(SourceKind.REGISTRY, url))
          .ifPresent(old -> registries.put(old, today));
    }
    SortedMap<String, String> repositories = new TreeMap<>();
    for (String today : listing.directories(ItemKind.GIT_DB)) {
      Path head = home.resolve(ItemId.gitDb(today)).resolve("FETCH_HEAD");
      old(head, today, DirectoryNames::git, DirectoryNames::gitBefore185)
          .ifPresent(old -> repositories.put(old, today));
    }
    return new Superseded(registries, repositories);
  }

  private static void putRegistry(String url, Map<String, String> registries) {
    SourceKind kind = url.startsWith("sparse+") ? SourceKind.SPARSE_REGISTRY : SourceKind.REGISTRY;
    named(url, text -> DirectoryNames.registryBefore185(kind, text))
        .ifPresent(old -> registries.put(old, DirectoryNames.registry(kind, url)));
  }

  private static Optional<String> old(
      Path fetchHead, String today, UnaryOperator<String> name, UnaryOperator<String> before) {
    return url(fetchHead)
        .flatMap(url -> named(url, name).filter(today::equals).flatMap(_ -> named(url, before)));
  }

  private static Optional<String> named(String url, UnaryOperator<String> name) {
    try {
      return Optional.of(name.apply(url));
    } catch (IllegalArgumentException _) {
      // Git accepts more as a URL than cargo does.
      return Optional.empty();
    }
  }

  /// `<commit> TAB TAB branch 'main' of https://example.org/x`
  private static Optional<String> url(Path fetchHead) {
    try {
      return Files.readString(fetchHead)
          .lines()
          .filter(line -> line.contains(" of "))
          .map(line -> line.substring(line.lastIndexOf(" of ") + " of ".length()).strip())
          .findFirst();
    } catch (IOException _) {
      // Without it nothing is known of the directory, so nothing is taken for its predecessor.
      return Optional.empty();
    }
  }
}
