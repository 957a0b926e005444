package dev.cratehold.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Does the same to many things, a few at a time.
///
/// @param threads how many at a time
public record Parallel(int threads) {
  public Parallel {
    if (threads < 1) {
      throw new IllegalArgumentException("nothing is done by " + threads + " threads");
    }
  }

  /// What comes of each, in their order.
  ///
  /// @throws InterruptedException after those under way were interrupted, and have ended
  public <T, R> List<R> map(List<T> things, Function<T, R> action) throws InterruptedException {
    List<Callable<R>> tasks = new ArrayList<>();
    things.forEach(thing -> tasks.add(() -> action.apply(thing)));
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofVirtual().name("cratehold-parallel-", 0).factory())) {
      List<R> results = new ArrayList<>();
      for (Future<R> result : pool.invokeAll(tasks)) {
        results.add(value(result));
      }
      return results;
    }
  }

  private static <R> R value(Future<R> result) throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an action that should report failures threw one", e);
    }
  }
}
