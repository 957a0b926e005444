package dev.cratehold.registry;

/// The parts of a version that say which one comes first.
///
/// @param preRelease what follows the hyphen; empty for a release
record VersionNumber(VersionPart major, VersionPart minor, VersionPart patch, String preRelease) {
  static VersionNumber of(CrateVersion version) {
    String[] halves = version.withoutBuild().split("-", 2);
    String[] numbers = halves[0].split("\\.", 3);
    return new VersionNumber(
        new VersionPart(numbers[0]),
        new VersionPart(numbers[1]),
        new VersionPart(numbers[2]),
        halves.length == 2 ? halves[1] : "");
  }

  boolean isRelease() {
    return preRelease.isEmpty();
  }

  /// Whether cargo can hold it.
  boolean fits() {
    return major.fits() && minor.fits() && patch.fits();
  }

  /// Negative if what follows the hyphen here comes before `other`; a release comes last.
  int comparePreRelease(String other) {
    if (preRelease.isEmpty() || other.isEmpty()) {
      return Boolean.compare(preRelease.isEmpty(), other.isEmpty());
    }
    return Precedence.compareParts(preRelease, other);
  }
}
