package dev.cratehold.acceptance;

import dev.cratehold.cas.VerificationReport;

/// What npm's `verify`, or Cratehold's collection, counted.
///
/// @param verifiedContent contents that are good
/// @param reclaimedCount contents that were removed, the bad ones included
/// @param reclaimedSize their bytes
/// @param missingContent entries without a content
/// @param rejectedEntries entries that were left out
/// @param totalEntries entries that are left
record CacheVerification(
    long verifiedContent,
    long reclaimedCount,
    long reclaimedSize,
    long badContentCount,
    long keptSize,
    long missingContent,
    long rejectedEntries,
    long totalEntries) {
  /// What Cratehold counted.
  static CacheVerification of(VerificationReport report) {
    return new CacheVerification(
        report.verifiedContent(),
        report.reclaimedCount(),
        report.reclaimedSize(),
        report.badContentCount(),
        report.keptSize(),
        report.missingContent(),
        report.rejectedEntries(),
        report.totalEntries());
  }

  /// Reads what the driver prints.
  static CacheVerification parse(String text) {
    Json.Members members = Json.parseMembers(text);
    return new CacheVerification(
        members.number("verifiedContent"),
        members.number("reclaimedCount"),
        members.number("reclaimedSize"),
        members.number("badContentCount"),
        members.number("keptSize"),
        members.number("missingContent"),
        members.number("rejectedEntries"),
        members.number("totalEntries"));
  }
}
