package dev.cratehold.mirror.prefetch;

import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexRelease;
import dev.cratehold.registry.IndexReleases;
import dev.cratehold.registry.VersionRequirement;
import java.util.Optional;

/// Which version of a crate is wanted.
public sealed interface Selector {
  /// The newest release; of a crate that has none, the newest pre-release.
  record Newest() implements Selector {
    @Override
    public String toString() {
      return "";
    }
  }

  /// This very version, yanked or not.
  record Exactly(CrateVersion version) implements Selector {
    @Override
    public String toString() {
      return "@" + version;
    }
  }

  /// The newest version that meets a requirement.
  record Matching(VersionRequirement requirement) implements Selector {
    @Override
    public String toString() {
      return "@" + requirement;
    }
  }

  /// The version among these.
  default Optional<IndexRelease> choose(IndexReleases releases) {
    return switch (this) {
      case Newest() -> releases.newest();
      case Exactly(CrateVersion version) -> releases.find(version);
      case Matching(VersionRequirement requirement) -> releases.newest(requirement);
    };
  }
}
