package dev.cratehold.fuzz;

import java.time.Duration;
import java.util.SplittableRandom;

/// A run of one fuzzer: the same property checked on one random input after the other.
///
/// Input number `i` is made from `seed + i` alone. So the seed that a failure names makes the
/// failing input the first one of another run.
///
/// The system property `fuzz.seed` sets the seed; `fuzz.seconds` makes a run last that long instead
/// of [#INPUTS] inputs.
public final class Fuzz {
  private static final int INPUTS = 10_000;

  private Fuzz() {}

  /// A property, checked on the input that it makes of the random numbers given.
  @FunctionalInterface
  public interface Property {
    void check(SplittableRandom random) throws Exception;
  }

  /// Checks a property on many inputs.
  ///
  /// @param what the name of the fuzzer, for the line that is printed
  /// @throws AssertionError with the seed, if it does not hold for one of them
  public static void run(String what, Property property) {
    run(what, INPUTS, property);
  }

  /// The same on so many inputs, for a property that takes long to check.
  public static void run(String what, int inputs, Property property) {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    Duration limit = Duration.ofSeconds(Long.getLong("fuzz.seconds", 0));
    System.out.printf("fuzz %s: -Dfuzz.seed=%d%n", what, seed);
    long start = System.nanoTime();
    long done = 0;
    while (limit.isZero() ? done < inputs : System.nanoTime() - start < limit.toNanos()) {
      check(what, property, seed + done);
      done++;
    }
    System.out.printf("fuzz %s: %d inputs%n", what, done);
  }

  private static void check(String what, Property property, long seed) {
    try {
      property.check(new SplittableRandom(seed));
    } catch (Exception | Error e) {
      throw new AssertionError("fuzz %s: fails with -Dfuzz.seed=%d".formatted(what, seed), e);
    }
  }
}
