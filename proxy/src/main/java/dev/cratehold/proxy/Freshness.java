package dev.cratehold.proxy;

import java.time.Duration;
import java.time.Instant;

/// Whether a copy may be served as it is (RFC 9111, section 4.2, with a time to live of our own,
/// since cargo and registries say nothing useful in `Cache-Control`).
enum Freshness {
  /// Serve it.
  FRESH,
  /// Ask the upstream first.
  EXPIRED;

  /// Decides for a copy that the upstream confirmed at `checkedAt`. A copy from the future, which a
  /// clock set back leaves behind, has expired.
  static Freshness decide(Instant checkedAt, Instant now, Duration ttl) {
    boolean fresh = !checkedAt.isAfter(now) && now.isBefore(checkedAt.plus(ttl));
    return fresh ? FRESH : EXPIRED;
  }
}
