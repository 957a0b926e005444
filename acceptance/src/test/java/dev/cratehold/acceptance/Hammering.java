package dev.cratehold.acceptance;

import java.time.Duration;
import java.util.List;

/// The torture of a cache by a driver: threads put, get and remove a few keys, and check all they
/// read. Several may torture one directory.
///
/// @param keys how many different keys
/// @param threads for npm, as many loops of one thread
record Hammering(Duration duration, int keys, long seed, int threads) {
  List<String> arguments() {
    return List.of(
        "--seconds",
        Double.toString(duration.toMillis() / 1000.0),
        "--keys",
        Integer.toString(keys),
        "--seed",
        Long.toString(seed),
        "--threads",
        Integer.toString(threads));
  }

  /// What came of it.
  ///
  /// @param misses gets of a key that was not there, which is no error
  /// @param firstErrors an array of strings
  record Counts(long puts, long hits, long misses, long removes, long errors, Json firstErrors) {
    /// Reads what a driver prints.
    static Counts parse(String text) {
      Json.Members members = Json.parseMembers(text);
      return new Counts(
          members.number("puts"),
          members.number("hits"),
          members.number("misses"),
          members.number("removes"),
          members.number("errors"),
          members.get("first_errors"));
    }
  }
}
