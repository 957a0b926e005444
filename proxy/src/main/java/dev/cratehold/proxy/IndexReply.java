package dev.cratehold.proxy;

import dev.cratehold.store.IndexCopy;

/// The answer to a request for an index file. That nothing is kept and the upstream could not be
/// asked is no answer but an exception.
public sealed interface IndexReply {
  /// The file.
  record Found(IndexCopy copy, CacheStatus status) implements IndexReply {}

  /// The upstream says that there is no such crate.
  record Missing(CacheStatus status) implements IndexReply {}
}
