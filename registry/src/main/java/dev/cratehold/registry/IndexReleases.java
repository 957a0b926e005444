package dev.cratehold.registry;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The versions of one crate that cargo's resolver can choose from, with what each needs. Costs
/// several times what [IndexFile] does, which says all that passing crates on takes.
///
/// As cargo does, it passes over lines that it does not understand: those of a newer format than
/// cargo reads (`v` above 2), those without dependencies, with one that is malformed, and those
/// that are no JSON. Of several lines for one version the first counts.
///
/// @param name as the last line spells it, which is how the registry shows it
/// @param releases in the order of the index file
public record IndexReleases(CrateName name, List<IndexRelease> releases) {
  private static final Comparator<IndexRelease> BY_VERSION =
      Comparator.comparing(release -> release.entry().version(), CrateVersion.PRECEDENCE);

  public IndexReleases {
    releases = List.copyOf(releases);
  }

  /// Reads an index file.
  ///
  /// @param name the crate that was asked for, in any case
  public static IndexReleases parse(CrateName name, byte[] body) {
    Map<String, IndexRelease> releases = new LinkedHashMap<>();
    List<ReleaseLine> lines =
        new String(body, StandardCharsets.UTF_8)
            .lines()
            .flatMap(line -> ReleaseLine.parse(name, line).stream())
            .toList();
    for (ReleaseLine line : lines) {
      releases.putIfAbsent(line.release().entry().version().value(), line.release());
    }
    CrateName spelled = lines.isEmpty() ? name : lines.getLast().crate();
    return new IndexReleases(spelled, List.copyOf(releases.values()));
  }

  /// The version that cargo would choose first: the highest one that is not yanked and meets the
  /// requirement.
  public Optional<IndexRelease> newest(VersionRequirement requirement) {
    return releases.stream()
        .filter(release -> !release.entry().yanked())
        .filter(release -> requirement.matches(release.entry().version()))
        .max(BY_VERSION);
  }

  /// The highest version that is not yanked: a release if there is any, else a pre-release.
  public Optional<IndexRelease> newest() {
    return newest(VersionRequirement.ANY)
        .or(() -> releases.stream().filter(release -> !release.entry().yanked()).max(BY_VERSION));
  }

  /// This very version, yanked or not. One that is asked for without build metadata is also found
  /// with it.
  public Optional<IndexRelease> find(CrateVersion version) {
    return releases.stream()
        .filter(release -> release.entry().version().equals(version))
        .findFirst()
        .or(() ->
            releases.stream()
                .filter(release -> release.entry().version().withoutBuild().equals(version.value()))
                .findFirst());
  }
}
