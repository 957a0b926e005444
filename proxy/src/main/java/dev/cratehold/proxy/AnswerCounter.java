package dev.cratehold.proxy;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// Counts how requests of one kind are answered. Safe for use by several threads.
final class AnswerCounter {
  private final Map<CacheStatus, LongAdder> found =
      Arrays.stream(CacheStatus.values())
          .collect(Collectors.toUnmodifiableMap(status -> status, _ -> new LongAdder()));
  private final LongAdder missing = new LongAdder();
  private final LongAdder failed = new LongAdder();

  void found(CacheStatus status) {
    found.getOrDefault(status, missing).increment();
  }

  void missing() {
    missing.increment();
  }

  void failed() {
    failed.increment();
  }

  ProxyStatistics.Answers snapshot() {
    return new ProxyStatistics.Answers(
        found.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum())),
        missing.sum(),
        failed.sum());
  }
}
