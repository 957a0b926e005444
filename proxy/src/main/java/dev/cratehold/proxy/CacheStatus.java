package dev.cratehold.proxy;

/// How an answer came about: the value of the header `x-cache`, which cargo prints in its errors.
public enum CacheStatus {
  /// From what is kept, without asking the upstream.
  HIT,
  /// Fetched from the upstream for this request, or for another one at the same time.
  MISS,
  /// From what is kept, after the upstream confirmed it.
  REVALIDATED,
  /// From what is kept, which is older than it should be: the upstream could not be asked.
  STALE,
  /// The upstream said a short while ago that there is no such thing.
  NEGATIVE
}
