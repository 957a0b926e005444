package dev.cratehold.upstream;

/// What an upstream's web API says to one lookup.
public sealed interface ApiAnswer {
  /// What it found.
  ///
  /// @param json its bytes, decoded if they came compressed; belongs to the receiver
  @SuppressWarnings("ArrayRecordComponent") // answers are never compared
  record Found(byte[] json) implements ApiAnswer {}

  /// The registry has no such thing, and said so itself (404).
  record Absent() implements ApiAnswer {}

  /// The registry's `config.json` names no web API, or one where there is no search (404).
  record NoWebApi() implements ApiAnswer {}
}
