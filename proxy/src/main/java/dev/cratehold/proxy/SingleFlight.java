package dev.cratehold.proxy;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Runs work once for all who ask for the same key while it is under way. The work runs on a
/// virtual thread of its own, so it goes on when those who asked for it give up.
///
/// Safe for use by several threads.
final class SingleFlight<K, V> {
  private final ConcurrentMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

  /// The result to come: of the work under way for this key, or else of `work`, started now.
  CompletableFuture<V> join(K key, Callable<V> work) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> underWay = flights.putIfAbsent(key, mine);
    if (underWay != null) {
      return underWay;
    }
    Thread.ofVirtual().name("flight-" + key).start(() -> run(key, mine, work));
    return mine;
  }

  private void run(K key, CompletableFuture<V> flight, Callable<V> work) {
    try {
      V result = work.call();
      flights.remove(key, flight);
      flight.complete(result);
    } catch (Throwable e) {
      // Whoever waits must hear of every failure, an Error included, or would wait for ever.
      flights.remove(key, flight);
      flight.completeExceptionally(e);
    }
  }
}
