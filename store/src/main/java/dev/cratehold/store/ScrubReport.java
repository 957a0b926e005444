package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import java.util.List;

/// What a scrub found.
///
/// @param intact how many crate files have their checksum and are listed
/// @param intactBytes the bytes of these
/// @param indexFiles how many index files are whole
/// @param findings everything else, in the order of checksums
public record ScrubReport(
    long intact, long intactBytes, long indexFiles, List<ScrubReport.Finding> findings) {
  public ScrubReport {
    findings = List.copyOf(findings);
  }

  /// True if nothing that the store lists is corrupt or missing. Unlisted files are no fault.
  public boolean isSound() {
    return findings.stream().allMatch(finding -> finding instanceof Finding.Unlisted);
  }

  /// One thing that is not as it should be.
  public sealed interface Finding {
    /// A crate file that has another checksum than its name says.
    ///
    /// @param crates the crates that are listed with it; none if it is not listed
    /// @param actual the checksum that it has
    /// @param size in bytes
    record Corrupt(Checksum checksum, List<CrateId> crates, Checksum actual, long size)
        implements Finding {
      public Corrupt {
        crates = List.copyOf(crates);
      }
    }

    /// A crate file that is listed and not there.
    record Missing(Checksum checksum, List<CrateId> crates) implements Finding {
      public Missing {
        crates = List.copyOf(crates);
      }
    }

    /// An intact crate file that is not listed: published a moment ago, or left by a process that
    /// was killed. It is listed when it is next asked for.
    ///
    /// @param size in bytes
    record Unlisted(Checksum checksum, long size) implements Finding {}

    /// An index file whose bytes are not those that it was stored with.
    record DamagedIndexFile(String registry, CrateName name) implements Finding {}
  }
}
