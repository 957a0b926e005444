package dev.cratehold.store;

import dev.cratehold.retention.CollectionReport;
import dev.cratehold.retention.CollectionReport.End;
import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What came of a collection.
///
/// @param files how many files went
/// @param bytes how many bytes they had
/// @param used how many stay because they were used, stored or pinned since the plan was made
/// @param vanished how many were gone already
/// @param failures why files that should have gone could not be deleted; what is listed no more is
///   found again by the next collection
/// @param left how many were not tried because the collection ended before
/// @param cause what broke the collection, if anything did
public record StoreReport(
    long files,
    long bytes,
    long used,
    long vanished,
    List<IOException> failures,
    long left,
    End end,
    Optional<IOException> cause) {
  public StoreReport {
    failures = List.copyOf(failures);
  }

  static StoreReport of(CollectionReport<StoredFile> report) {
    return new StoreReport(
        report.removed().size(),
        bytes(report.removed()),
        report.used().size(),
        report.vanished().size(),
        report.failed().stream().map(CollectionReport.Failure::cause).toList(),
        report.left().size(),
        report.end(),
        report.cause());
  }

  private static long bytes(List<Victim<StoredFile>> victims) {
    return victims.stream().mapToLong(victim -> victim.entry().bytes()).sum();
  }

  /// True if everything that was to go is gone, or has a good reason not to be.
  public boolean isWhole() {
    return end == End.COMPLETE && failures.isEmpty();
  }
}
