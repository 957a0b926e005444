package dev.cratehold.cas;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what several threads find in a cache.
final class Tally {
  final LongAdder verified = new LongAdder();
  final LongAdder reclaimed = new LongAdder();
  final LongAdder reclaimedSize = new LongAdder();
  final LongAdder bad = new LongAdder();
  final LongAdder kept = new LongAdder();
  final LongAdder missing = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder total = new LongAdder();

  VerificationReport report(
      Instant started, Instant ended, Map<String, Duration> runTime, Collection<Finding> findings) {
    return new VerificationReport(
        started,
        ended,
        runTime,
        verified.sum(),
        reclaimed.sum(),
        reclaimedSize.sum(),
        bad.sum(),
        kept.sum(),
        missing.sum(),
        rejected.sum(),
        total.sum(),
        List.copyOf(findings));
  }
}
