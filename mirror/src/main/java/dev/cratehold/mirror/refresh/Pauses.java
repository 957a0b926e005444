package dev.cratehold.mirror.refresh;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waiting that can be ended.
interface Pauses {
  /// Waits. Returns false if it is time to end instead.
  boolean pause(Duration time) throws InterruptedException;

  /// Pauses in real time until `closing` is at zero.
  static Pauses until(CountDownLatch closing) {
    return time -> !closing.await(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
  }
}
