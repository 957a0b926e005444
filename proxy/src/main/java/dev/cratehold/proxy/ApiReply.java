package dev.cratehold.proxy;

/// The answer to a look-up in the web API. That nothing is known and the upstream could not be
/// asked is no answer but an exception.
public sealed interface ApiReply {
  /// What was found.
  ///
  /// @param json in UTF-8; not copied, and not to be changed
  @SuppressWarnings("ArrayRecordComponent") // answers are never compared
  record Found(byte[] json, CacheStatus status) implements ApiReply {}

  /// There is no such thing, or nobody here who could know.
  ///
  /// @param reason a sentence for the user
  record Missing(String reason) implements ApiReply {}
}
