package dev.cratehold.home.layout;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.registry.LockFile;
import dev.cratehold.registry.LockedPackage;
import dev.cratehold.registry.PackageSource;
import dev.cratehold.registry.PackageSource.Git;
import dev.cratehold.registry.PackageSource.GitRegistry;
import dev.cratehold.registry.PackageSource.Other;
import dev.cratehold.registry.PackageSource.SparseRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Which items of a Cargo home a set of lock files needs.
///
/// Crates, sources and index entries are known by name and version alone, whatever registry's
/// directory they lie in: where a source is replaced, by a mirror for instance, the lock file names
/// the one registry and the directory the other. Directories of registries and repositories are
/// known by every name that a cargo gives them, shallow clones and cargos before 1.85 included.
///
/// Immutable, and safe for use by several threads.
public final class NeededItems {
  private static final String CRATE_SUFFIX = ".crate";
  private static final String CRATES_IO_SPARSE = "https://index.crates.io/";

  private final Set<String> stems = new HashSet<>();
  private final Set<String> indexPackages = new HashSet<>();
  private final Set<String> registries = new HashSet<>();
  private final Map<String, Set<String>> commits = new HashMap<>();

  private NeededItems() {}

  /// What these lock files need.
  public static NeededItems of(Collection<LockFile> lockFiles) {
    NeededItems needed = new NeededItems();
    Set<PackageSource> sources = new HashSet<>();
    for (LockFile lockFile : lockFiles) {
      Stream.concat(lockFile.packages().stream(), lockFile.unused().stream())
          .forEach(locked -> needed.add(locked, sources));
    }
    return needed;
  }

  private void add(LockedPackage locked, Set<PackageSource> sources) {
    if (locked.source().isEmpty()) {
      return;
    }
    PackageSource source = locked.source().get();
    if (sources.add(source)) {
      addSource(source);
    }
    if (!(source instanceof Git)) {
      stems.add(locked.stem());
      indexPackages.add(locked.name().toLowerCase(Locale.ROOT));
    }
  }

  private void addSource(PackageSource source) {
    switch (source) {
      case GitRegistry registry when registry.isCratesIo() -> {
        addRegistry(SourceKind.REGISTRY, registry.url());
        addRegistry(SourceKind.SPARSE_REGISTRY, CRATES_IO_SPARSE);
      }
      case GitRegistry registry -> addRegistry(SourceKind.REGISTRY, registry.url());
      case SparseRegistry registry -> addRegistry(SourceKind.SPARSE_REGISTRY, registry.url());
      case Git git -> addGit(git);
      case Other _ -> {}
    }
  }

  private void addRegistry(SourceKind kind, String url) {
    for (String name :
        names(
            url,
            u -> DirectoryNames.registry(kind, u),
            u -> DirectoryNames.registryBefore185(kind, u))) {
      registries.add(name);
      registries.add(name + DirectoryNames.SHALLOW);
    }
  }

  private void addGit(Git git) {
    for (String name : names(git.url(), DirectoryNames::git, DirectoryNames::gitBefore185)) {
      for (String directory : List.of(name, name + DirectoryNames.SHALLOW)) {
        Set<String> needed = commits.computeIfAbsent(directory, _ -> new HashSet<>());
        git.commit().ifPresent(needed::add);
      }
    }
  }

  private static List<String> names(
      String url, UnaryOperator<String> current, UnaryOperator<String> older) {
    try {
      return List.of(current.apply(url), older.apply(url));
    } catch (IllegalArgumentException _) {
      // Cargo cannot read this URL either, so it has made no directory for it.
      return List.of();
    }
  }

  /// Whether the lock files need this item, by its name. The directory that holds a needed item may
  /// be one that no lock file names; [#in(HomeListing)] has those, too.
  public boolean needs(ItemId id) {
    return switch (id.kind()) {
      case CRATE -> needsCrate(id.name());
      case SRC -> stems.contains(id.name());
      case INDEX -> registries.contains(id.directory());
      case INDEX_ENTRY ->
          indexPackages.contains(id.name().substring(id.name().lastIndexOf('/') + 1));
      case GIT_DB -> commits.containsKey(id.directory());
      case GIT_CHECKOUT ->
          commits.getOrDefault(id.directory(), Set.of()).stream()
              .anyMatch(commit -> commit.startsWith(id.name()));
      case BUILD, LOG, LEFTOVER -> false;
    };
  }

  private boolean needsCrate(String file) {
    return file.endsWith(CRATE_SUFFIX)
        && stems.contains(file.substring(0, file.length() - CRATE_SUFFIX.length()));
  }

  /// The items of a home that the lock files need, and the indexes and repositories that hold one
  /// of those.
  public Set<ItemId> in(HomeListing listing) {
    Set<ItemId> found = new HashSet<>();
    for (ItemKind kind : ItemKind.values()) {
      listing.items(kind).filter(this::needs).forEach(id -> addWithParent(id, found));
    }
    return found;
  }

  private static void addWithParent(ItemId id, Set<ItemId> found) {
    found.add(id);
    switch (id.kind()) {
      case CRATE, SRC -> found.add(ItemId.index(id.directory()));
      case GIT_CHECKOUT -> found.add(ItemId.gitDb(id.directory()));
      case INDEX, GIT_DB, INDEX_ENTRY, BUILD, LOG, LEFTOVER -> {}
    }
  }
}
