package dev.cratehold.registry;

import java.util.Optional;

/// One part of a [VersionRequirement], such as `^1.2` or `>=1`. What it means is told by the
/// function of the crate `semver` of the same name as each method here.
///
/// @param minor empty if it was left out or is a wildcard; then there is no `patch` either
/// @param preRelease what follows the hyphen; empty if nothing does
record VersionComparator(
    Operator operator,
    VersionPart major,
    Optional<VersionPart> minor,
    Optional<VersionPart> patch,
    String preRelease) {

  enum Operator {
    /// `=1.2`, and `1.2.*` without an operator.
    EXACT,
    GREATER,
    GREATER_OR_EXACT,
    LESS,
    LESS_OR_EXACT,
    TILDE,
    CARET
  }

  boolean matches(VersionNumber version) {
    return switch (operator) {
      case EXACT -> matchesExact(version);
      case GREATER -> compare(version) > 0;
      case GREATER_OR_EXACT -> matchesExact(version) || compare(version) > 0;
      case LESS -> compare(version) < 0;
      case LESS_OR_EXACT -> matchesExact(version) || compare(version) < 0;
      case TILDE -> matchesTilde(version);
      case CARET -> matchesCaret(version);
    };
  }

  /// Whether this names a pre-release of the same three numbers.
  boolean namesPreReleaseOf(VersionNumber version) {
    return !preRelease.isEmpty()
        && version.major().equals(major)
        && minor.filter(version.minor()::equals).isPresent()
        && patch.filter(version.patch()::equals).isPresent();
  }

  private boolean matchesExact(VersionNumber version) {
    return version.major().equals(major)
        && minor.filter(part -> !part.equals(version.minor())).isEmpty()
        && patch.filter(part -> !part.equals(version.patch())).isEmpty()
        && version.preRelease().equals(preRelease);
  }

  /// Negative for a version that comes before all that this names, positive for one that comes
  /// behind them; `1.2` names all of `1.2.0` to `1.2.99`.
  private int compare(VersionNumber version) {
    int order = version.major().compareTo(major);
    if (order == 0 && minor.isPresent()) {
      order = version.minor().compareTo(minor.get());
    }
    if (order == 0 && patch.isPresent()) {
      order = version.patch().compareTo(patch.get());
      return order == 0 ? version.comparePreRelease(preRelease) : order;
    }
    return order;
  }

  private boolean matchesTilde(VersionNumber version) {
    return version.major().equals(major)
        && minor.filter(part -> !part.equals(version.minor())).isEmpty()
        && isFrom(version)
        && (patch.isPresent() || version.isRelease());
  }

  private boolean matchesCaret(VersionNumber version) {
    if (!version.major().equals(major)) {
      return false;
    }
    if (minor.isEmpty() || !major.isZero()) {
      return minor.isEmpty() || isFrom(version);
    }
    if (!version.minor().equals(minor.get())) {
      return false;
    }
    boolean isPatchFixed = minor.get().isZero() && patch.isPresent();
    return isPatchFixed
        ? version.patch().equals(patch.get()) && version.comparePreRelease(preRelease) >= 0
        : isFrom(version);
  }

  /// Whether a version comes behind, or is, the first that this names.
  private boolean isFrom(VersionNumber version) {
    return compare(version) >= 0;
  }
}
