package dev.cratehold.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a [FakeRegistry] was asked, in the order in which it was. Safe for use by several threads.
public final class RequestLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private int generation;
  private int inFlight;
  private int peak;

  RequestLog() {}

  /// A request that is being answered.
  record Ticket(int generation, int index) {}

  Ticket begin(RecordedRequest request) {
    lock.lock();
    try {
      requests.add(request);
      inFlight++;
      peak = Math.max(peak, inFlight);
      grown.signalAll();
      return new Ticket(generation, requests.size() - 1);
    } finally {
      lock.unlock();
    }
  }

  void answered(Ticket ticket, int status) {
    lock.lock();
    try {
      if (ticket.generation == generation) {
        requests.set(ticket.index, requests.get(ticket.index).answered(status));
      }
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      inFlight--;
    } finally {
      lock.unlock();
    }
  }

  /// All requests so far.
  public List<RecordedRequest> all() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  /// The requests whose whole path matches a regular expression.
  public List<RecordedRequest> matching(String regex) {
    return all().stream().filter(pathMatches(regex)).toList();
  }

  /// How many requests there were for each path.
  public Map<String, Long> counts() {
    return all().stream()
        .collect(Collectors.groupingBy(RecordedRequest::path, TreeMap::new, Collectors.counting()));
  }

  /// How many requests there were for exactly this path.
  public long count(String path) {
    return all().stream().filter(request -> request.path().equals(path)).count();
  }

  /// The most requests that were being answered at one time.
  public int peakConcurrency() {
    lock.lock();
    try {
      return peak;
    } finally {
      lock.unlock();
    }
  }

  /// How many connections the requests came over.
  public long connections() {
    return all().stream().map(r -> r.localPort() + "<" + r.remotePort()).distinct().count();
  }

  /// Forgets everything but the requests that are being answered.
  public void clear() {
    lock.lock();
    try {
      requests.clear();
      generation++;
      peak = inFlight;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until at least `count` requests match, which is how a test knows that something under
  /// test has got as far as its upstream.
  ///
  /// @throws AssertionError if that did not happen within `limit`
  public void await(String regex, int count, Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    Predicate<RecordedRequest> wanted = pathMatches(regex);
    lock.lock();
    try {
      while (requests.stream().filter(wanted).count() < count) {
        if (nanos <= 0) {
          throw new AssertionError(
              "no %d requests for %s within %s, only %s".formatted(count, regex, limit, counts()));
        }
        nanos = grown.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private static Predicate<RecordedRequest> pathMatches(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return request -> pattern.matcher(request.path()).matches();
  }
}
