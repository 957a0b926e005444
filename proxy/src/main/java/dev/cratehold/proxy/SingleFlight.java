package dev.cratehold.proxy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

  /// How much work is under way.
  int underWay() {
    return flights.size();
  }

  /// Waits for a result.
  ///
  /// @throws IOException what the work threw, or if this thread is interrupted
  static <V> V await(CompletableFuture<V> flight) throws IOException {
    try {
      return flight.get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Waits for a result for a while; empty if it takes longer.
  ///
  /// @throws IOException what the work threw, or if this thread is interrupted
  static <V> Optional<V> await(CompletableFuture<V> flight, Duration patience) throws IOException {
    try {
      return Optional.of(flight.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException failure(ExecutionException e) {
    return e.getCause() instanceof IOException cause
        ? cause
        : new IOException("could not ask the upstream: " + e.getCause(), e);
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException stopped =
        new InterruptedIOException("stopped while waiting for the upstream");
    stopped.initCause(e);
    return stopped;
  }
}
