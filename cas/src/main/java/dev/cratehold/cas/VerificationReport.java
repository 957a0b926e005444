package dev.cratehold.cas;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What going through a cache found; the numbers are those that npm's `verify` gives, by the same
/// names. After [Cache#verify], `reclaimed` is what collecting would free; after [Cache#collect] it
/// is freed. Immutable.
///
/// @param runTime how long each step took, by its name; the sum is `total`
/// @param verifiedContent files that entries stand for and that are intact
/// @param reclaimedCount files that are corrupt or that no entry stands for
/// @param reclaimedSize their bytes
/// @param badContentCount files that entries stand for and that are corrupt
/// @param keptSize bytes of the intact files
/// @param missingContent entries whose content is missing or corrupt
/// @param rejectedEntries those, and the entries that the user did not want to keep
/// @param totalEntries entries that are left
/// @param findings each thing by itself
public record VerificationReport(
    Instant startTime,
    Instant endTime,
    Map<String, Duration> runTime,
    long verifiedContent,
    long reclaimedCount,
    long reclaimedSize,
    long badContentCount,
    long keptSize,
    long missingContent,
    long rejectedEntries,
    long totalEntries,
    List<Finding> findings) {
  /// Whether all entries have their content, and all content could be read and is intact. Content
  /// that no entry stands for, and lines that others left torn, do no harm.
  public boolean isSound() {
    return findings.stream()
        .noneMatch(finding ->
            finding instanceof Finding.CorruptContent
                || finding instanceof Finding.UnreadableContent
                || finding instanceof Finding.MissingContent);
  }
}
