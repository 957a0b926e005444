package dev.cratehold.mirror.sync;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexEntry;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.store.CrateId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What of a registry a mirror wants.
///
/// @param include the crates that it wants; none stands for all
/// @param exclude those that it does not want nevertheless
/// @param newest how many versions of each crate; empty for all
public record MirrorFilter(
    List<NamePattern> include, List<NamePattern> exclude, OptionalInt newest, Content content) {
  /// Everything.
  public static final MirrorFilter ALL =
      new MirrorFilter(List.of(), List.of(), OptionalInt.empty(), Content.CRATES);

  /// Versions that are not yanked first, of these the highest.
  private static final Comparator<IndexEntry> NEWEST_FIRST =
      Comparator.comparing(IndexEntry::yanked)
          .thenComparing(
              Comparator.comparing(IndexEntry::version, CrateVersion.PRECEDENCE).reversed());

  /// Which files a mirror has.
  public enum Content {
    /// Index files and crates.
    CRATES,
    /// Index files alone.
    INDEX_FILES
  }

  public MirrorFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    if (newest.isPresent() && newest.getAsInt() < 1) {
      throw new IllegalArgumentException("a mirror wants at least one version of each crate");
    }
  }

  /// True if the mirror wants the crate.
  public boolean wants(CrateName name) {
    return (include.isEmpty() || include.stream().anyMatch(pattern -> pattern.matches(name)))
        && exclude.stream().noneMatch(pattern -> pattern.matches(name));
  }

  /// The crate files that the mirror wants of those that an index file lists. Where a version
  /// stands in it twice, the first line counts, as for cargo.
  public List<CrateId> wanted(String registry, IndexFile file) {
    if (content == Content.INDEX_FILES || !wants(file.name())) {
      return List.of();
    }
    Map<CrateVersion, IndexEntry> versions = new LinkedHashMap<>();
    file.entries().forEach(entry -> versions.putIfAbsent(entry.version(), entry));
    return versions.values().stream()
        .sorted(NEWEST_FIRST)
        .limit(newest.orElse(Integer.MAX_VALUE))
        .map(entry -> crate(registry, file.name(), entry.version(), entry.checksum()))
        .toList();
  }

  private static CrateId crate(
      String registry, CrateName name, CrateVersion version, Checksum checksum) {
    return new CrateId(registry, name, version, checksum);
  }
}
