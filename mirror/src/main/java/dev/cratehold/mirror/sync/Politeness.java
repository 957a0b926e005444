package dev.cratehold.mirror.sync;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// How hard a mirror may ask its upstream.
///
/// @param threads how many things it fetches at once
/// @param requestsPerSecond how many requests it makes; empty for any number
/// @param bytesPerSecond how many bytes of crates it takes, on average; empty for any number
public record Politeness(int threads, OptionalInt requestsPerSecond, OptionalLong bytesPerSecond) {
  /// Eight at once, 200 requests a second.
  public static final Politeness DEFAULT =
      new Politeness(8, OptionalInt.of(200), OptionalLong.empty());

  /// How many things may be fetched at once.
  public static final int MOST_THREADS = 256;

  public Politeness {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException("1 to " + MOST_THREADS + " things are fetched at once");
    }
    if (requestsPerSecond.orElse(1) < 1 || bytesPerSecond.orElse(1) < 1) {
      throw new IllegalArgumentException("nothing at all would be fetched");
    }
  }
}
