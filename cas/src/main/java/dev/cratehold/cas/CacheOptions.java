package dev.cratehold.cas;

import java.time.Clock;

/// How a cache is used. Immutable.
///
/// @param clock tells the times that new lines get
public record CacheOptions(
    Layout layout, Durability durability, OnCorruption onCorruption, Clock clock) {
  /// cacache-rs's layout, nothing forced to the disk, corrupt content quarantined.
  public static final CacheOptions DEFAULT =
      new CacheOptions(Layout.RUST, Durability.NONE, OnCorruption.QUARANTINE, Clock.systemUTC());

  /// The same with this layout.
  public CacheOptions withLayout(Layout value) {
    return new CacheOptions(value, durability, onCorruption, clock);
  }

  /// The same with this durability.
  public CacheOptions withDurability(Durability value) {
    return new CacheOptions(layout, value, onCorruption, clock);
  }

  /// The same with this way to deal with corrupt content.
  public CacheOptions withOnCorruption(OnCorruption value) {
    return new CacheOptions(layout, durability, value, clock);
  }

  /// The same with this clock.
  public CacheOptions withClock(Clock value) {
    return new CacheOptions(layout, durability, onCorruption, value);
  }
}
