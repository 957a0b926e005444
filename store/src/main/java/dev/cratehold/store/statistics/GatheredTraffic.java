package dev.cratehold.store.statistics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// Sums over requests, by subject, and how long they took. Of each kind of subject only so many are
/// summed by name as a stretch of a window keeps; the rest together.
///
/// For use by one thread at a time.
public final class GatheredTraffic {
  private final Map<Subject, Tally> tallies = new HashMap<>();
  private final Map<Subject.Kind, Integer> names = new EnumMap<>(Subject.Kind.class);
  private final LatencyHistogram latencies = new LatencyHistogram();

  /// Adds a request.
  public void add(ServedRequest request) {
    Tally one = Tally.of(request.outcome(), request.bytes());
    request.subjects().forEach(subject -> add(subject, one));
    latencies.add(request.duration());
  }

  /// Adds what was gathered elsewhere.
  public void addAll(GatheredTraffic other) {
    other.tallies.forEach(this::add);
    latencies.addAll(other.latencies);
  }

  private void add(Subject subject, Tally tally) {
    tallies.merge(counted(subject), tally, Tally::plus);
  }

  /// The subject under which this one is summed.
  private Subject counted(Subject subject) {
    if (subject.isOthers() || tallies.containsKey(subject)) {
      return subject;
    }
    int already = names.getOrDefault(subject.kind(), 0);
    if (already >= subject.kind().mostNames(Window.HOUR)) {
      return Subject.others(subject.kind());
    }
    names.put(subject.kind(), already + 1);
    return subject;
  }

  /// True if nothing was added.
  public boolean isEmpty() {
    return tallies.isEmpty();
  }

  /// Tells every sum.
  public void forEach(BiConsumer<Subject, Tally> visitor) {
    tallies.forEach(visitor);
  }

  /// How long the requests took.
  public LatencyHistogram latencies() {
    return latencies;
  }
}
