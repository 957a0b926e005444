package dev.cratehold.upstream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps requests to one host apart from each other. Safe for use by several threads; nothing here
/// waits.
final class Pace {
  private final Duration apart;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock: when the host's next request may begin, on the caller's clock.
  private final Map<String, Long> next = new HashMap<>();

  /// @param apart the least time from one request to the next
  Pace(Duration apart) {
    this.apart = apart;
  }

  /// Takes the next free place in a host's row and says how long to wait for it; empty, and none is
  /// taken, if that is longer than `patience`.
  ///
  /// @param now on a monotonic clock, in nanoseconds
  Optional<Duration> reserve(String host, long now, Duration patience) {
    lock.lock();
    try {
      long free = next.getOrDefault(host, now);
      long begin = free - now > 0 ? free : now;
      Duration wait = Duration.ofNanos(begin - now);
      if (wait.compareTo(patience) > 0) {
        return Optional.empty();
      }
      next.put(host, begin + apart.toNanos());
      return Optional.of(wait);
    } finally {
      lock.unlock();
    }
  }
}
