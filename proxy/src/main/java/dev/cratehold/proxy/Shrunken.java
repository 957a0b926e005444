package dev.cratehold.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexEntry;
import dev.cratehold.registry.IndexFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Index files that lost most of their versions at once. Registries delete a version now and then,
/// never most of a crate's; a truncated file or a wrong upstream looks like this. Such a file is
/// not believed until the upstream has said the same for long enough. That it has no such crate at
/// all is another matter: this is how crates.io removes malware, and it is believed.
///
/// Safe for use by several threads. Doubts are forgotten with the process, and the time begins
/// anew.
final class Shrunken {
  /// A file with fewer versions may lose any of them.
  static final int MIN_VERSIONS = 4;

  private static final int MAX_DOUBTS = 10_000;

  private final Duration hold;
  private final Cache<String, Doubt> doubts = Caffeine.newBuilder().maximumSize(MAX_DOUBTS).build();

  /// @param hold how long a file is not believed
  Shrunken(Duration hold) {
    this.hold = hold;
  }

  /// A file that is not believed.
  ///
  /// @param since when it was first seen
  /// @param checkedAt when it was last seen
  record Doubt(Instant since, Instant checkedAt) {}

  /// How many of the versions of `before` are not in `after`, if that is suspicious.
  static Optional<Integer> lost(IndexFile before, IndexFile after) {
    Set<CrateVersion> lost = versions(before);
    int count = lost.size();
    lost.removeAll(versions(after));
    return count >= MIN_VERSIONS && lost.size() * 2 > count
        ? Optional.of(lost.size())
        : Optional.empty();
  }

  private static Set<CrateVersion> versions(IndexFile file) {
    return file.entries().stream()
        .map(IndexEntry::version)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// The upstream gave a suspicious file: the doubt that there is about it now, or empty if it is
  /// to be believed by now.
  Optional<Doubt> seen(CrateName name, Instant now) {
    Doubt doubt =
        doubts
            .asMap()
            .merge(
                name.lowerCase(),
                new Doubt(now, now),
                (known, latest) -> new Doubt(known.since(), latest.checkedAt()));
    if (now.isBefore(doubt.since().plus(hold))) {
      return Optional.of(doubt);
    }
    clear(name);
    return Optional.empty();
  }

  /// The upstream gave a file that is not suspicious.
  void clear(CrateName name) {
    doubts.invalidate(name.lowerCase());
  }

  /// The doubt about what the upstream last gave, if there is one.
  Optional<Doubt> about(CrateName name) {
    return Optional.ofNullable(doubts.getIfPresent(name.lowerCase()));
  }
}
