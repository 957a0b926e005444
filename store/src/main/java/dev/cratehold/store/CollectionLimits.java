package dev.cratehold.store;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How much a store keeps, and for how long. Without any limit everything is kept.
///
/// @param maxAge crates that were not used for longer go
/// @param maxBytes while crate files and database have more, the least recently used crates go
/// @param minFree while the disk has less left, the least recently used crates go
/// @param grace what was stored or used within this time stays, whatever the limits are
public record CollectionLimits(
    Optional<Duration> maxAge, OptionalLong maxBytes, OptionalLong minFree, Duration grace) {
  /// How long what was stored or used stays if nobody says otherwise.
  public static final Duration DEFAULT_GRACE = Duration.ofHours(1);

  public CollectionLimits {
    if (maxAge.filter(Duration::isNegative).isPresent() || grace.isNegative()) {
      throw new IllegalArgumentException("no time is less than none");
    }
    if (maxBytes.orElse(0) < 0 || minFree.orElse(0) < 0) {
      throw new IllegalArgumentException("no size is less than none");
    }
  }

  /// No limits.
  public static CollectionLimits none() {
    return new CollectionLimits(
        Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), DEFAULT_GRACE);
  }

  /// The same with another age.
  public CollectionLimits withMaxAge(Duration age) {
    return new CollectionLimits(Optional.of(age), maxBytes, minFree, grace);
  }

  /// The same with another limit to what files and database have.
  public CollectionLimits withMaxBytes(long bytes) {
    return new CollectionLimits(maxAge, OptionalLong.of(bytes), minFree, grace);
  }

  /// The same with another reserve of the disk.
  public CollectionLimits withMinFree(long bytes) {
    return new CollectionLimits(maxAge, maxBytes, OptionalLong.of(bytes), grace);
  }

  /// The same with another grace.
  public CollectionLimits withGrace(Duration time) {
    return new CollectionLimits(maxAge, maxBytes, minFree, time);
  }

  /// True if nothing can ever go.
  public boolean isEmpty() {
    return maxAge.isEmpty() && maxBytes.isEmpty() && minFree.isEmpty();
  }
}
