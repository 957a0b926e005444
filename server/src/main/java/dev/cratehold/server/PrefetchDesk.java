package dev.cratehold.server;

import java.time.Duration;
import java.util.List;

/// Takes orders to prefetch, which are carried out beside the requests, one after the other.
///
/// Safe for use by several threads.
public interface PrefetchDesk {
  /// Takes a `Cargo.lock` or a list of crates. Takes no longer than to read it.
  Receipt take(String order);

  /// What became of the last orders, the latest first.
  List<PrefetchProgress> latest();

  /// What is said about an order when it comes.
  sealed interface Receipt {
    /// It will be carried out.
    ///
    /// @param items how many crates it names
    record Accepted(long id, int items) implements Receipt {}

    /// It cannot be read.
    ///
    /// @param reason a sentence with the line
    record Malformed(String reason) implements Receipt {}

    /// Too many wait already.
    ///
    /// @param retryAfter when another one may be tried
    record Full(int waiting, Duration retryAfter) implements Receipt {}
  }
}
