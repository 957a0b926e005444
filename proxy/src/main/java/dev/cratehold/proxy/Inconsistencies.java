package dev.cratehold.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cratehold.store.Alert;
import dev.cratehold.store.Alerts;
import dev.cratehold.store.CrateId;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Crates that the upstream's download host said it does not have, although an index lists them or
/// once did. For a short while the upstream is not asked for them again. If the index lists them
/// still, that is an alert; if not, they were deleted.
///
/// Safe for use by several threads.
final class Inconsistencies {
  private static final Duration MEMORY = Duration.ofSeconds(30);
  private static final int MAX_CRATES = 10_000;

  private final IndexRelay index;
  private final Alerts alerts;
  private final InstantSource clock;
  private final Cache<CrateId, Finding> findings =
      Caffeine.newBuilder().maximumSize(MAX_CRATES).build();

  Inconsistencies(IndexRelay index, Alerts alerts, InstantSource clock) {
    this.index = index;
    this.alerts = alerts;
    this.clock = clock;
  }

  /// What was found out about a crate that the download host does not have.
  private sealed interface Finding {
    Instant since();

    /// The index lists it.
    record Contradiction(Instant since, UpstreamException failure) implements Finding {}

    /// The index does not list it any more.
    record Deleted(Instant since) implements Finding {}
  }

  /// Remembers that the download host does not have a crate. May ask the upstream for its index.
  void found(CrateId crate, UpstreamException failure) {
    boolean listed = index.stillLists(crate.name(), crate.version(), crate.checksum());
    Instant now = clock.instant();
    if (listed) {
      alerts.raise(alert(crate, failure));
    }
    findings.put(
        crate, listed ? new Finding.Contradiction(now, failure) : new Finding.Deleted(now));
  }

  private static Alert alert(CrateId crate, IOException failure) {
    return new Alert(
        Alert.Kind.INCONSISTENT_UPSTREAM,
        crate.registry(),
        crate.name(),
        Optional.of(crate.version()),
        String.valueOf(failure.getMessage()));
  }

  /// What was found out about a crate a short while ago: empty if nothing was.
  ///
  /// @throws UpstreamException if the index lists it
  Optional<CrateReply> recall(CrateId crate) throws UpstreamException {
    Finding finding = findings.getIfPresent(crate);
    if (finding == null
        || Freshness.decide(finding.since(), clock.instant(), MEMORY) == Freshness.EXPIRED) {
      return Optional.empty();
    }
    return switch (finding) {
      case Finding.Contradiction(Instant _, UpstreamException failure) -> throw failure;
      case Finding.Deleted _ -> Optional.of(deleted(crate));
    };
  }

  private static CrateReply deleted(CrateId crate) {
    return new CrateReply.Missing(
        "the index of %s does not list %s %s any more, and its file is gone from where it was downloaded"
            .formatted(crate.registry(), crate.name(), crate.version()));
  }
}
