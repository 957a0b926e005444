package dev.cratehold.store.statistics;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Gathers requests in memory from many threads at once. Each thread has a place of its own as long
/// as there are not more threads than places, so that the event loops do not meet; whoever takes
/// what was gathered holds up each of them for as long as it takes to swap two references.
///
/// Safe for use by several threads.
public final class TrafficGatherer {
  private static final int PLACES = 16;

  private final Place[] places =
      IntStream.range(0, PLACES).mapToObj(_ -> new Place()).toArray(Place[]::new);

  private static final class Place {
    private final ReentrantLock lock = new ReentrantLock();
    private GatheredTraffic gathered = new GatheredTraffic();

    void add(ServedRequest request) {
      lock.lock();
      try {
        gathered.add(request);
      } finally {
        lock.unlock();
      }
    }

    void addAll(GatheredTraffic others) {
      lock.lock();
      try {
        gathered.addAll(others);
      } finally {
        lock.unlock();
      }
    }

    GatheredTraffic take() {
      lock.lock();
      try {
        GatheredTraffic taken = gathered;
        gathered = new GatheredTraffic();
        return taken;
      } finally {
        lock.unlock();
      }
    }
  }

  /// Adds a request.
  public void add(ServedRequest request) {
    places[(int) (Thread.currentThread().threadId() % PLACES)].add(request);
  }

  /// All that was added since this was last called.
  public GatheredTraffic take() {
    GatheredTraffic all = new GatheredTraffic();
    Stream.of(places).map(Place::take).forEach(all::addAll);
    return all;
  }

  /// Adds again what was taken and could not be kept.
  public void giveBack(GatheredTraffic taken) {
    places[0].addAll(taken);
  }
}
