package dev.cratehold.acceptance;

/// What a driver says of one line of a script.
sealed interface CacheOutcome {
  /// The number of the line, from 1.
  long line();

  /// It was done.
  record Done(long line, Json result) implements CacheOutcome {}

  /// It was not done.
  ///
  /// @param error for people; a panic of the crate begins with `panic:`
  record Failed(long line, String error) implements CacheOutcome {}

  /// Reads a line of what `apply` prints.
  static CacheOutcome parse(String text) {
    Json.Members members = Json.parseMembers(text);
    long line = members.number("line");
    return members.get("ok").equals(new Json.Flag(true))
        ? new Done(line, members.items().getOrDefault("result", Json.none()))
        : new Failed(line, members.string("error"));
  }
}
