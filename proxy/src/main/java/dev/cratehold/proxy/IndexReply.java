package dev.cratehold.proxy;

import dev.cratehold.store.IndexCopy;
import java.time.Duration;

/// The answer to a request for an index file. That nothing is kept and the upstream could not be
/// asked is no answer but an exception.
public sealed interface IndexReply {
  /// The file.
  ///
  /// @param age how long ago the upstream last said that this is the file; not negative
  record Found(IndexCopy copy, CacheStatus status, Duration age) implements IndexReply {}

  /// The upstream says that there is no such crate.
  record Missing(CacheStatus status) implements IndexReply {}
}
