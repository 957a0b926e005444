package dev.cratehold.store.statistics;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// How many requests took how long. Histograms can be added to each other, whoever made them, and
/// tell percentiles to within 6.25 %.
///
/// Times are counted in microseconds, in buckets whose bounds grow with their values: below 16 µs
/// each value has one of its own, and from there on each power of two is divided into 8 equal
/// buckets. So a bucket is an eighth of its lower bound wide, and its middle is at most a sixteenth
/// off. Times beyond 19 hours count as 19 hours. There are 272 buckets.
///
/// For use by one thread at a time.
public final class LatencyHistogram {
  /// Each power of two has so many buckets: 2 to the power of this.
  private static final int PRECISION = 3;

  private static final int PARTS = 1 << PRECISION;

  /// Up to here every value has a bucket of its own.
  private static final long EXACT = 2L * PARTS;

  private static final long LONGEST_MICROS = (1L << 36) - 1;

  private final TreeMap<Integer, Long> counts = new TreeMap<>();
  private long total;

  /// Counts one request.
  public void add(Duration duration) {
    add(bucketOf(micros(duration)), 1);
  }

  private static long micros(Duration duration) {
    return duration.compareTo(Duration.ofDays(1)) > 0
        ? LONGEST_MICROS
        : Math.clamp(duration.toNanos() / 1_000, 0, LONGEST_MICROS);
  }

  /// Counts what another histogram counted in one of its buckets.
  ///
  /// @throws IllegalArgumentException if there is no such bucket
  public void add(int bucket, long count) {
    if (bucket < 0 || bucket > bucketOf(LONGEST_MICROS)) {
      throw new IllegalArgumentException("a histogram has no bucket " + bucket);
    }
    counts.merge(bucket, count, Long::sum);
    total += count;
  }

  /// Counts all that another histogram counted.
  public void addAll(LatencyHistogram other) {
    other.forEach(this::add);
  }

  /// Tells every bucket that is not empty, and its count.
  public void forEach(BiConsumer<Integer, Long> visitor) {
    counts.forEach(visitor);
  }

  /// How many requests were counted.
  public long total() {
    return total;
  }

  /// The time that so many of a hundred requests took at most; nothing if none was counted.
  ///
  /// @param percent more than 0, at most 100
  public Duration percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(total * percent / 100));
    long seen = 0;
    for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return middle(bucket.getKey());
      }
    }
    return Duration.ZERO;
  }

  /// The percentiles that reports tell.
  public Latencies latencies() {
    return new Latencies(percentile(50), percentile(90), percentile(99));
  }

  private static int bucketOf(long micros) {
    if (micros < EXACT) {
      return (int) micros;
    }
    int shift = Long.SIZE - Long.numberOfLeadingZeros(micros) - 1 - PRECISION;
    return shift * PARTS + (int) (micros >> shift);
  }

  private static Duration middle(int bucket) {
    if (bucket < EXACT) {
      return Duration.of(bucket, ChronoUnit.MICROS);
    }
    int shift = bucket / PARTS - 1;
    long lower = (long) (bucket - shift * PARTS) << shift;
    return Duration.ofNanos((lower * 2 + (1L << shift)) * 500);
  }
}
