package dev.cratehold.proxy;

import java.time.Duration;
import java.util.Optional;

/// The settings of one [RegistryProxy].
///
/// @param indexTtl how long an index file is served without asking the upstream again
/// @param negativeTtl how long the upstream's "no such crate" is believed
/// @param staleAfter how long a client waits for the upstream while an older copy could be served
/// @param failurePause how long after a failure the upstream is not asked about what is kept anyway
/// @param indexMemoryBytes how much memory index files may take
/// @param upstreamRequests how many index files, and how many crates, may be fetched from the
///   upstream at once
/// @param maxStale how old an index file may be and still be served while the upstream fails; empty
///   for any age
/// @param shrinkHold how long an index file that lost most of its versions at once is not believed
public record ProxyConfig(
    Duration indexTtl,
    Duration negativeTtl,
    Duration staleAfter,
    Duration failurePause,
    long indexMemoryBytes,
    int upstreamRequests,
    Optional<Duration> maxStale,
    Duration shrinkHold) {

  public ProxyConfig {
    if (indexTtl.isNegative()
        || negativeTtl.isNegative()
        || failurePause.isNegative()
        || shrinkHold.isNegative()
        || maxStale.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("a time to live cannot be negative");
    }
    if (staleAfter.isNegative() || staleAfter.isZero()) {
      throw new IllegalArgumentException("staleAfter must be positive");
    }
    if (indexMemoryBytes < 0 || upstreamRequests < 1) {
      throw new IllegalArgumentException("memory must not be negative, requests must be positive");
    }
  }

  /// 60 s for index files, 30 s for missing ones, 2.5 s of patience, 64 MB of memory, 100 requests;
  /// index files of any age while the upstream fails, and a day until a shrunken one is believed.
  public static ProxyConfig defaults() {
    return new ProxyConfig(
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofMillis(2500),
        Duration.ofSeconds(2),
        64L << 20,
        100,
        Optional.empty(),
        Duration.ofDays(1));
  }

  /// The same settings with another time to live for index files. What is missing is not believed
  /// to be so for longer than that.
  public ProxyConfig withIndexTtl(Duration ttl) {
    Duration negative = ttl.compareTo(negativeTtl) < 0 ? ttl : negativeTtl;
    return new ProxyConfig(
        ttl,
        negative,
        staleAfter,
        failurePause,
        indexMemoryBytes,
        upstreamRequests,
        maxStale,
        shrinkHold);
  }

  /// The same settings with an age that no index file may have that is served.
  public ProxyConfig withMaxStale(Duration age) {
    return new ProxyConfig(
        indexTtl,
        negativeTtl,
        staleAfter,
        failurePause,
        indexMemoryBytes,
        upstreamRequests,
        Optional.of(age),
        shrinkHold);
  }

  /// The same settings with another patience while an older copy could be served.
  ProxyConfig withStaleAfter(Duration patience) {
    return new ProxyConfig(
        indexTtl,
        negativeTtl,
        patience,
        failurePause,
        indexMemoryBytes,
        upstreamRequests,
        maxStale,
        shrinkHold);
  }

  /// The same settings with another amount of memory for index files.
  public ProxyConfig withIndexMemory(long bytes) {
    return new ProxyConfig(
        indexTtl,
        negativeTtl,
        staleAfter,
        failurePause,
        bytes,
        upstreamRequests,
        maxStale,
        shrinkHold);
  }
}
