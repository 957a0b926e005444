package dev.cratehold.proxy;

import java.time.Duration;

/// The settings of one [RegistryProxy].
///
/// @param indexTtl how long an index file is served without asking the upstream again
/// @param negativeTtl how long the upstream's "no such crate" is believed
/// @param staleAfter how long a client waits for the upstream while an older copy could be served
/// @param failurePause how long after a failure the upstream is not asked about what is kept anyway
/// @param indexMemoryBytes how much memory index files may take
/// @param upstreamRequests how many requests to the upstream may be under way at once
public record ProxyConfig(
    Duration indexTtl,
    Duration negativeTtl,
    Duration staleAfter,
    Duration failurePause,
    long indexMemoryBytes,
    int upstreamRequests) {

  public ProxyConfig {
    if (indexTtl.isNegative() || negativeTtl.isNegative() || failurePause.isNegative()) {
      throw new IllegalArgumentException("a time to live cannot be negative");
    }
    if (staleAfter.isNegative() || staleAfter.isZero()) {
      throw new IllegalArgumentException("staleAfter must be positive");
    }
    if (indexMemoryBytes < 0 || upstreamRequests < 1) {
      throw new IllegalArgumentException("memory must not be negative, requests must be positive");
    }
  }

  /// 60 s for index files, 30 s for missing ones, 2.5 s of patience, 64 MB of memory, 100 requests.
  public static ProxyConfig defaults() {
    return new ProxyConfig(
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofMillis(2500),
        Duration.ofSeconds(2),
        64L << 20,
        100);
  }

  /// The same settings with another time to live for index files. What is missing is not believed
  /// to be so for longer than that.
  public ProxyConfig withIndexTtl(Duration ttl) {
    Duration negative = ttl.compareTo(negativeTtl) < 0 ? ttl : negativeTtl;
    return new ProxyConfig(
        ttl, negative, staleAfter, failurePause, indexMemoryBytes, upstreamRequests);
  }
}
