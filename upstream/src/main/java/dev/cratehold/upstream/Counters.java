package dev.cratehold.upstream;

import dev.cratehold.upstream.UpstreamException.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// The counters behind [UpstreamStatistics]. Safe for use by several threads.
final class Counters {
  private final LongAdder requests = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final Map<Kind, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failovers = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();

  /// A request is about to be sent.
  void began() {
    requests.increment();
    inFlight.incrementAndGet();
  }

  /// A request that [#began()] is over, its body included.
  void ended() {
    inFlight.decrementAndGet();
  }

  void received(int bytes) {
    bytesReceived.add(bytes);
  }

  void retried() {
    retries.increment();
  }

  void failed(Kind kind) {
    failures.computeIfAbsent(kind, _ -> new LongAdder()).increment();
  }

  void refused() {
    refused.increment();
  }

  void failedOver() {
    failovers.increment();
  }

  UpstreamStatistics snapshot() {
    Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      LongAdder count = failures.get(kind);
      byKind.put(kind, count == null ? 0 : count.sum());
    }
    return new UpstreamStatistics(
        requests.sum(),
        retries.sum(),
        byKind,
        refused.sum(),
        failovers.sum(),
        bytesReceived.sum(),
        inFlight.get());
  }
}
