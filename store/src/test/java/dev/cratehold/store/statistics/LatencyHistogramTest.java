package dev.cratehold.store.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {
  private static LatencyHistogram of(long... micros) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long one : micros) {
      histogram.add(Duration.ofNanos(one * 1_000));
    }
    return histogram;
  }

  @Test
  void percentile_nothingCounted_isZero() {
    assertThat(new LatencyHistogram().latencies())
        .isEqualTo(new Latencies(Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void percentile_oneValue_isWithinASixteenth() {
    for (long micros = 16; micros < 60_000_000_000L; micros += 1 + micros / 7) {
      double told = of(micros).percentile(50).toNanos() / 1e3;
      assertThat(told).as("%d µs", micros).isCloseTo((double) micros, within(micros / 16.0));
    }
  }

  @Test
  void percentile_fewMicroseconds_isExact() {
    for (long micros = 0; micros < 16; micros++) {
      assertThat(of(micros).percentile(99)).isEqualTo(Duration.ofNanos(micros * 1_000));
    }
  }

  @Test
  void percentile_manyValues_isWithinASixteenthOfTheTrueOne() {
    long seed = 20261122;
    Random random = new Random(seed);
    long[] values = new long[20_000];
    Arrays.setAll(values, _ -> 20 + (long) Math.exp(random.nextDouble() * 16));
    LatencyHistogram histogram = of(values);
    Arrays.sort(values);
    for (double percent : new double[] {1, 50, 90, 99, 99.9, 100}) {
      long truth = values[(int) Math.ceil(values.length * percent / 100) - 1];
      assertThat(histogram.percentile(percent).toNanos() / 1e3)
          .as("seed %d, %s %%", seed, percent)
          .isCloseTo((double) truth, within(truth / 16.0));
    }
  }

  @Test
  void addAll_twoHistograms_isAsIfOneHadCountedAll() {
    LatencyHistogram sum = of(5, 100, 7_000);
    sum.addAll(of(100, 1_000_000));
    LatencyHistogram all = of(5, 100, 7_000, 100, 1_000_000);

    assertThat(sum.total()).isEqualTo(5);
    for (double percent : new double[] {10, 20, 40, 60, 80, 100}) {
      assertThat(sum.percentile(percent)).isEqualTo(all.percentile(percent));
    }
  }

  @Test
  void add_everyTime_hasOneOf272Buckets() {
    Set<Integer> buckets = new HashSet<>();
    LatencyHistogram histogram = new LatencyHistogram();
    for (long micros = 0; micros < 1L << 40; micros += 1 + micros / 64) {
      histogram.add(Duration.ofNanos(micros * 1_000));
    }
    histogram.add(Duration.ofSeconds(-1));
    histogram.add(Duration.ofDays(100_000));
    histogram.forEach((bucket, _) -> buckets.add(bucket));

    assertThat(buckets).hasSize(272).allMatch(bucket -> bucket >= 0 && bucket < 272);
  }

  @Test
  void add_unknownBucket_isRefused() {
    assertThatThrownBy(() -> new LatencyHistogram().add(272, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
