package dev.cratehold.server;

/// Where answered requests are noted.
@FunctionalInterface
public interface AccessLog {
  /// Notes a request whose answer has ended, whole or not. Called on event loops: it must not wait,
  /// and drops what it cannot take at once.
  void record(AccessRecord answered);

  /// Notes nothing.
  static AccessLog none() {
    return _ -> {};
  }
}
