package dev.cratehold.cas;

import dev.cratehold.cas.index.IndexEntry;
import java.time.Duration;
import java.util.function.Predicate;

/// What a collection keeps. Immutable.
///
/// @param keep accepts the entries that stay
/// @param grace how long nothing new is touched, for somebody may be about to need it
public record CollectOptions(Predicate<IndexEntry> keep, Duration grace) {
  /// Keeps all entries whose content is there, and touches nothing of the last hour.
  public static final CollectOptions DEFAULT = new CollectOptions(_ -> true, Duration.ofHours(1));

  /// The same for entries that this accepts.
  public CollectOptions withKeep(Predicate<IndexEntry> value) {
    return new CollectOptions(value, grace);
  }

  /// The same with this grace.
  public CollectOptions withGrace(Duration value) {
    return new CollectOptions(keep, value);
  }
}
