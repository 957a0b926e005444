package dev.cratehold.upstream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Tries a request up to three times: cargo 1.96.0 does not retry at all, so blips end here.
///
/// @param pause the length of the first pause, on average; the second is twice as long
/// @param counters where retries are counted
record Retries(Duration pause, Counters counters) {
  private static final int RETRIES = 2;

  /// A server that asks for a longer pause is not asked again for this request.
  static final Duration LONGEST_ASKED_PAUSE = Duration.ofSeconds(5);

  /// One attempt at a request.
  interface Attempt<T> {
    T run() throws UpstreamException, InterruptedException;
  }

  <T> T run(Attempt<T> attempt) throws UpstreamException, InterruptedException {
    for (int retry = 0; ; retry++) {
      try {
        return attempt.run();
      } catch (UpstreamException failure) {
        double jitter = 0.5 + ThreadLocalRandom.current().nextDouble();
        Optional<Duration> wait = pauseAfter(failure, retry, jitter);
        if (wait.isEmpty()) {
          throw retry == 0 ? failure : failure.afterAttempts(retry + 1);
        }
        Thread.sleep(wait.get());
        counters.retried();
      }
    }
  }

  /// How long to wait before the next attempt; empty if there should be none.
  ///
  /// @param retriesSoFar 0 after the first attempt
  /// @param jitter a factor around 1, so that many clients do not come back at once
  Optional<Duration> pauseAfter(UpstreamException failure, int retriesSoFar, double jitter) {
    if (retriesSoFar >= RETRIES || !failure.isTransient()) {
      return Optional.empty();
    }
    if (failure.retryAfter().isPresent()) {
      return failure.retryAfter().filter(asked -> asked.compareTo(LONGEST_ASKED_PAUSE) <= 0);
    }
    long nanos = pause.toNanos() << retriesSoFar;
    return Optional.of(Duration.ofNanos(Math.round(nanos * jitter)));
  }
}
