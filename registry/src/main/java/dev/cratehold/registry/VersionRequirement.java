package dev.cratehold.registry;

import java.util.List;
import java.util.Optional;

/// Which versions of a crate will do, as cargo writes it: `^1.2`, `~1.2.3`, `>=1, <2`, `1.*`, `*`.
/// The grammar and the meaning are those of the crate `semver`, which cargo reads requirements
/// with; a version without an operator is a caret requirement.
///
/// A pre-release will do only where a part of the requirement names a pre-release of the same three
/// numbers. Build metadata never counts.
///
/// Immutable. Two are equal if they are written alike.
public final class VersionRequirement {
  /// The requirement that every release meets, and no pre-release.
  public static final VersionRequirement ANY = new VersionRequirement("*", List.of());

  private final String text;
  private final List<VersionComparator> comparators;

  private VersionRequirement(String text, List<VersionComparator> comparators) {
    this.text = text;
    this.comparators = List.copyOf(comparators);
  }

  /// The requirement written as `text`, or empty if cargo does not take it for one.
  public static Optional<VersionRequirement> parse(String text) {
    return new RequirementReader(text)
        .read()
        .map(comparators -> new VersionRequirement(text, comparators));
  }

  /// Whether this version will do.
  public boolean matches(CrateVersion version) {
    VersionNumber number = VersionNumber.of(version);
    return comparators.stream().allMatch(comparator -> comparator.matches(number))
        && (number.isRelease() || comparators.stream().anyMatch(c -> c.namesPreReleaseOf(number)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionRequirement that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// As it was written.
  @Override
  public String toString() {
    return text;
  }
}
