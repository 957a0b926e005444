package dev.cratehold.mirror.prefetch;

import dev.cratehold.mirror.prefetch.Skipped.Reason;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.DependencyKind;
import dev.cratehold.registry.IndexDependency;
import dev.cratehold.registry.IndexEntry;
import dev.cratehold.registry.IndexRelease;
import dev.cratehold.registry.IndexReleases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Some crates and all that they may need: for every requirement that is met on the way, the newest
/// version that meets it. Dependencies on every platform count, optional ones and those of build
/// scripts too; those of tests do not, for nobody but the crate itself has them.
///
/// From these, cargo can resolve every manifest that asks for the same crates, whatever features it
/// turns on, as long as the newest versions do not contradict each other. Where they do, because
/// one demands an older version of a crate than another one leads to, cargo may go back to older
/// versions of either, which are not among these.
///
/// What is found does not depend on the order of anything. For use by one thread.
final class Closure {
  /// Where it is learned what there is.
  @FunctionalInterface
  interface Lookup {
    /// What is known of these crates, in their order.
    List<Looked> look(List<CrateName> names) throws InterruptedException;
  }

  /// Whether dependencies are followed.
  enum Depth {
    WITH_DEPENDENCIES,
    ITSELF_ALONE
  }

  /// A requirement and who has it.
  private record Want(Wanted wanted, Strength strength) {
    Key key() {
      return new Key(wanted.name().lowerCase(), wanted.selector());
    }
  }

  /// What wants have in common that the same version meets.
  private record Key(String name, Selector selector) {}

  /// Whether a crate that cannot be had is missed.
  private enum Strength {
    NEEDED,
    OPTIONAL
  }

  private final RegistrySources sources;
  private final Lookup lookup;
  private final Depth depth;
  private final Map<String, Looked> looked = new LinkedHashMap<>();
  private final Set<Key> seen = new LinkedHashSet<>();
  private final Map<String, LockedCrate> crates = new LinkedHashMap<>();
  private final Set<Skipped> skipped = new LinkedHashSet<>();
  private final List<PrefetchFailure> failures = new ArrayList<>();
  private final List<Want> optional = new ArrayList<>();
  private final List<Want> next = new ArrayList<>();

  Closure(RegistrySources sources, Lookup lookup, Depth depth) {
    this.sources = sources;
    this.lookup = lookup;
    this.depth = depth;
  }

  /// Finds everything. To be called once.
  ///
  /// What is needed in any case comes first, so that it is known of everything else that only a
  /// feature can ask for it.
  Closure of(List<Wanted> wanted) throws InterruptedException {
    wanted.forEach(each -> add(new Want(each, Strength.NEEDED)));
    follow();
    optional.forEach(this::add);
    follow();
    return this;
  }

  private void add(Want want) {
    if (seen.add(want.key())) {
      next.add(want);
    }
  }

  private void follow() throws InterruptedException {
    while (!next.isEmpty()) {
      List<Want> round = List.copyOf(next);
      next.clear();
      lookUp(round);
      Map<String, List<Want>> byName = new LinkedHashMap<>();
      round.forEach(want ->
          byName
              .computeIfAbsent(want.wanted().name().lowerCase(), _ -> new ArrayList<>())
              .add(want));
      byName.forEach(this::choose);
    }
  }

  private void lookUp(List<Want> round) throws InterruptedException {
    Map<String, CrateName> names = new LinkedHashMap<>();
    round.stream()
        .map(want -> want.wanted().name())
        .filter(name -> !looked.containsKey(name.lowerCase()))
        .forEach(name -> names.putIfAbsent(name.lowerCase(), name));
    List<CrateName> asked = List.copyOf(names.values());
    List<Looked> answers = lookup.look(asked);
    for (int i = 0; i < asked.size(); i++) {
      looked.put(asked.get(i).lowerCase(), answers.get(i));
    }
  }

  private void choose(String name, List<Want> wants) {
    switch (looked.get(name)) {
      case Looked.Found found -> {
        IndexReleases releases = found.releases();
        wants.forEach(want -> choose(want, releases));
      }
      case Looked.Missing() ->
          wants.forEach(want -> notFound(want, "the registry has no crate " + name));
      case Looked.Failed(String reason) -> wants.forEach(want -> fail(want, reason));
      case null -> throw new IllegalStateException(name + " was not looked up");
    }
  }

  private void choose(Want want, IndexReleases releases) {
    Selector selector = want.wanted().selector();
    Optional<IndexRelease> chosen = selector.choose(releases);
    if (chosen.isEmpty()) {
      notFound(want, noVersion(selector, releases));
      return;
    }
    IndexEntry entry = chosen.get().entry();
    CrateName name = releases.name();
    LockedCrate crate =
        new LockedCrate(
            name, entry.version(), Optional.of(entry.checksum()), want.wanted().source());
    boolean isNew = crates.putIfAbsent(crate.item(), crate) == null;
    if (isNew && depth == Depth.WITH_DEPENDENCIES) {
      chosen.get().dependencies().forEach(needed -> need(crate, want.strength(), needed));
    }
  }

  private static String noVersion(Selector selector, IndexReleases releases) {
    String newest =
        releases
            .newest()
            .map(release -> "; the newest is " + release.entry().version())
            .orElse("; there is none that is not yanked");
    return switch (selector) {
      case Selector.Newest() -> "every version of it is yanked";
      case Selector.Exactly(CrateVersion version) -> "there is no version " + version + newest;
      case Selector.Matching matching ->
          "no version that is not yanked meets " + matching.requirement() + newest;
    };
  }

  private void need(LockedCrate by, Strength strength, IndexDependency needed) {
    if (needed.kind() == DependencyKind.DEV) {
      return;
    }
    Wanted wanted =
        new Wanted(needed.crate(), new Selector.Matching(needed.requirement()), by.item());
    if (needed.registry().filter(url -> !sources.hasIndex(url)).isPresent()) {
      skipped.add(new Skipped(wanted.item(), Reason.OTHER_REGISTRY, by.item()));
    } else if (strength == Strength.NEEDED && needed.optional()) {
      optional.add(new Want(wanted, Strength.OPTIONAL));
    } else {
      add(new Want(wanted, strength));
    }
  }

  private void notFound(Want want, String reason) {
    switch (want.strength()) {
      case NEEDED -> fail(want, reason);
      case OPTIONAL ->
          skipped.add(
              new Skipped(want.wanted().item(), Reason.NO_SUCH_OPTION, want.wanted().source()));
    }
  }

  private void fail(Want want, String reason) {
    failures.add(new PrefetchFailure(want.wanted().item(), want.wanted().source(), reason));
  }

  /// The crates that were found.
  List<LockedCrate> crates() {
    return List.copyOf(crates.values());
  }

  List<Skipped> skipped() {
    return List.copyOf(skipped);
  }

  List<PrefetchFailure> failures() {
    return List.copyOf(failures);
  }

  /// What the crates that were met were found to be, by names in lower case.
  Map<String, Looked> looked() {
    return looked;
  }
}
